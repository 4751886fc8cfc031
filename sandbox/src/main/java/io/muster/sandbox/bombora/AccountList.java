package io.muster.sandbox.bombora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorList;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An account list and its members; guarded by the lock of {@link BomboraApi}. */
final class AccountList {

  /** Without zone and fraction, as in the vendor's examples, [V] BO-SPEC. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private record Queued(Instant due, Map<String, Map<String, String>> members) {}

  private final String id;
  private final String account;
  private final String type;
  private final Instant createdAt;
  private final Map<String, Map<String, String>> members = new HashMap<>();
  private final Deque<Queued> queue = new ArrayDeque<>();
  private String name;
  private String description;
  private Instant modifiedAt;
  private Instant accountsModifiedAt;

  AccountList(
      String id, String account, String type, String name, String description, Instant now) {
    this.id = id;
    this.account = account;
    this.type = type;
    this.name = name;
    this.description = description;
    this.createdAt = now;
    this.modifiedAt = now;
    this.accountsModifiedAt = now;
  }

  String id() {
    return id;
  }

  String account() {
    return account;
  }

  String type() {
    return type;
  }

  boolean hasName(String other) {
    return name.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
  }

  void define(String newName, String newDescription, Instant now) {
    name = newName;
    description = newDescription;
    modifiedAt = now;
  }

  /** Lets queued updates whose time has come take effect. */
  void settle(Instant now) {
    while (!queue.isEmpty() && !now.isBefore(queue.peekFirst().due())) {
      Queued update = queue.pollFirst();
      members.putAll(update.members());
      accountsModifiedAt = update.due();
    }
  }

  boolean isPending(Instant now) {
    settle(now);
    return !queue.isEmpty();
  }

  /** Adds or updates members, at once or, behind what is queued, when they are due. */
  void add(Map<String, Map<String, String>> added, Instant now, Instant due) {
    queue.addLast(new Queued(due, added));
    settle(now);
  }

  /** Whether somebody is known by this domain, and by no id. */
  boolean knowsByDomain(String identity) {
    return members.containsKey(identity) && members.get(identity).getOrDefault("id", "").isBlank();
  }

  void remove(Collection<String> identities, Instant now) {
    members.keySet().removeAll(identities);
    accountsModifiedAt = now;
  }

  void clear(Instant now) {
    members.clear();
    accountsModifiedAt = now;
  }

  List<Map.Entry<String, Map<String, String>>> sorted(Instant now) {
    settle(now);
    return members.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  ObjectNode summary(Instant now) {
    boolean pending = isPending(now);
    return Json.object()
        .put("id", id)
        .putNull("parentId")
        .put("type", type)
        .put("name", name)
        .put("description", description)
        .put("accountsLastModified", TIME.format(accountsModifiedAt))
        .put("accountTotal", members.size())
        .put("pendingUpdate", pending)
        .put("createdDate", TIME.format(createdAt))
        .put("modifiedDate", TIME.format(modifiedAt));
  }

  ObjectNode definition(Instant now) {
    boolean pending = isPending(now);
    ObjectNode json = Json.object().put("type", type);
    json.putObject("metadata")
        .put("name", name)
        .put("description", description)
        .put("accountTotal", members.size())
        .put("pendingUpdate", pending);
    json.putObject("specification");
    return json.put("accountsLastModified", TIME.format(accountsModifiedAt));
  }

  VendorList view(Instant now, boolean withMembers) {
    settle(now);
    return new VendorList(
        Vendor.BOMBORA,
        account,
        id,
        name,
        type,
        members.size(),
        withMembers
            ? sorted(now).stream().map(e -> new ListMember(e.getKey(), e.getValue())).toList()
            : List.of());
  }
}
