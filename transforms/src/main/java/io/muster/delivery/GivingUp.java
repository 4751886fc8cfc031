package io.muster.delivery;

import io.muster.delivery.MemberEntry.Place;
import io.muster.model.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives members up: what the vendor will not take, what is out of time, what the guard holds back.
 * The changes that waited for them have failed, and letters say so.
 */
final class GivingUp {

  private final CachedStore store;
  private final DeliveryOutput output;
  private final Letters letters;
  private final String connection;
  private final ConnectionMemory memory;

  /**
   * Members of changes that have failed by another of theirs, such as the key that a profile has
   * moved from: a letter brings them back.
   */
  private final Set<String> told = new HashSet<>();

  /** Whether no more input comes, or the run ends, so that nothing is owed on without an end. */
  private boolean ends;

  GivingUp(StepTools tools, ConnectionMemory memory) {
    this.store = tools.store();
    this.output = tools.output();
    this.letters = tools.letters();
    this.connection = tools.plan().connection().name();
    this.memory = memory;
  }

  /**
   * No more input comes, or no more time is left: from now on members for which no change waits
   * stay owed, and the next run finds them in what is remembered.
   */
  void runEnds() {
    ends = true;
  }

  /** All of a batch. */
  void batch(ListDesk desk, BatchEntry batch, Reason reason, String words) {
    long upTo = memory.nextChange - 1;
    for (String key : batch.keys()) {
      fail(desk, key, upTo, reason, words, batch);
      store.relieve();
    }
    desk.finish(batch);
  }

  /** A member that the vendor has declined for good. */
  void member(ListDesk desk, BatchEntry batch, Progress.Decline decline) {
    fail(desk, decline.key(), decline.upTo(), Reason.VENDOR_REJECTED, decline.words(), batch);
  }

  /**
   * Takes the removals out of a batch where the guard says so.
   *
   * @return what is left of it; empty when nothing is
   */
  Optional<BatchEntry> removals(ListDesk desk, BatchEntry batch) {
    if (!batch.job().isEmpty() || !desk.brake().isOn()) {
      return Optional.of(batch);
    }
    String words = desk.brake().words();
    if (desk.brake().hold()) {
      output.notice(connection + ": " + words);
    }
    List<String> rest = new ArrayList<>();
    for (String key : batch.keys()) {
      MemberEntry entry = store.entry(desk.plan().ref(), key);
      if (entry.queue() == Place.BATCH && entry.wanted() == null) {
        fail(desk, key, memory.nextChange - 1, Reason.REMOVALS_BLOCKED, words, batch);
      } else {
        rest.add(key);
      }
    }
    if (rest.isEmpty()) {
      desk.finish(batch);
      return Optional.empty();
    }
    BatchEntry others = batch.withKeys(rest);
    store.putBatch(others);
    return Optional.of(others);
  }

  private void fail(
      ListDesk desk, String key, long upTo, Reason reason, String words, BatchEntry batch) {
    List<WaitingChange> failed =
        reason == Reason.REMOVALS_BLOCKED
            ? desk.settlement().holdBack(key, upTo)
            : desk.settlement().giveUp(key, upTo);
    // No letter would bring it back: a removal after a restore, what an earlier run left, or a
    // member of a list made anew.
    boolean silent = failed.isEmpty() && !told.remove(told(desk, key));
    if (silent && reason == Reason.VENDOR_UNAVAILABLE && !ends) {
      desk.settlement().oweAgain(key);
    } else if (silent) {
      desk.settlement().leaveToLaterRun(key);
      desk.tally().warning(reason);
    }
    for (WaitingChange change : failed) {
      change.keys().stream()
          .filter(each -> !each.equals(key))
          .forEach(each -> told.add(told(desk, each)));
      if (change.isReceived()) {
        desk.tally().gaveUp(reason);
      } else {
        desk.tally().warning(reason);
      }
      letters.write(reason, words, batch, change);
    }
  }

  private static String told(ListDesk desk, String key) {
    return desk.plan().ref().key() + "/" + key;
  }
}
