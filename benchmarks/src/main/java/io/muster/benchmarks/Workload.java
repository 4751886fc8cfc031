package io.muster.benchmarks;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An input: how many changes over how many lists, and of which kinds. What is no repeat, removal or
 * invalid change adds a new account.
 *
 * @param seed makes the same input again
 * @param changes lines of the file
 * @param lists audiences over which the accounts are spread evenly
 * @param repeats share of lines that say again what an earlier one said
 * @param removals share of lines that take an account out again
 * @param addRemoveAdd share of lines that belong to an ADD, REMOVE, ADD of one account
 * @param invalid share of lines that no destination's mappings let pass
 * @param mail whether a record has a mail address, for destinations of people
 */
record Workload(
    long seed,
    int changes,
    int lists,
    double repeats,
    double removals,
    double addRemoveAdd,
    double invalid,
    boolean mail) {

  /** The advertiser's account at LinkedIn. */
  static final String ACCOUNT = "512345678";

  /** The mix that the figures are quoted for. */
  static Workload mixed(long seed, int changes, int lists) {
    return new Workload(seed, changes, lists, 0.30, 0.10, 0.03, 0.02, false);
  }

  Workload withMail() {
    return new Workload(seed, changes, lists, repeats, removals, addRemoveAdd, invalid, true);
  }

  Workload withChanges(int value) {
    return new Workload(seed, value, lists, repeats, removals, addRemoveAdd, invalid, mail);
  }

  /** The same kind of input, as long as the first tenth of it. */
  Workload tenth() {
    return withChanges(Math.max(1, changes / 10));
  }

  Workload withSeed(long value) {
    return new Workload(value, changes, lists, repeats, removals, addRemoveAdd, invalid, mail);
  }

  /** The audience's id of a list. */
  static String audience(int list) {
    return String.format(Locale.ROOT, "bench-%04d", list);
  }

  /** The name of a list at the vendors. */
  static String listName(int list) {
    return String.format(Locale.ROOT, "Benchmark list %04d", list);
  }

  /** The names of the lists at the vendors, by the audience's id. */
  static Map<String, String> audiences(int lists) {
    Map<String, String> names = new HashMap<>();
    for (int list = 0; list < lists; list++) {
      names.put(audience(list), listName(list));
    }
    return names;
  }

  String words() {
    return String.format(
        Locale.ROOT,
        "%,d changes over %d list%s, %.0f%% repeats, %.0f%% removals, %.0f%% in ADD/REMOVE/ADD,"
            + " %.0f%% invalid, seed %d",
        changes,
        lists,
        lists == 1 ? "" : "s",
        repeats * 100,
        removals * 100,
        addRemoveAdd * 100,
        invalid * 100,
        seed);
  }
}
