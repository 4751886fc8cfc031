package io.muster.sandbox.vendor;

import java.util.ArrayList;
import java.util.List;

/** What is worth recording about a call, filled in while it is handled by one thread. */
public final class CallNotes {

  /** A broken rule and how it was broken. */
  public record Note(Rule rule, String text) {}

  private final List<Note> breaches = new ArrayList<>();
  private String account = "";
  private String endpoint = "";
  private String list = "";
  private String action = "";
  private int members;

  /** Notes a broken rule; the text says what was wrong and never holds a secret. */
  public void breach(Rule rule, String text) {
    breaches.add(new Note(rule, text));
  }

  /** Whose credential the call used. */
  public void account(String name) {
    account = name;
  }

  /** The path as a template, such as {@code PUT /job/{id}/data}. */
  public void endpoint(String template) {
    endpoint = template;
  }

  /** The vendor's id of the list that the call names. */
  public void list(String id) {
    list = id;
  }

  /** What the call does with its members: add, remove, mixed, or the vendor's own word. */
  public void action(String name) {
    action = name;
  }

  /** How many members the call carries. */
  public void members(int count) {
    members = count;
  }

  public List<Note> breaches() {
    return breaches;
  }

  public String account() {
    return account;
  }

  public String endpoint() {
    return endpoint;
  }

  public String list() {
    return list;
  }

  public String action() {
    return action;
  }

  public int members() {
    return members;
  }
}
