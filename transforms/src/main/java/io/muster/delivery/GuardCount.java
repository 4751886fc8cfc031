package io.muster.delivery;

import io.muster.delivery.MemberEntry.Known;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many members one list is known to hold, and how many of them are to go: what its guard
 * measures by. Its fields are kept by {@link ConnectionMemoryFormat}, and changed here alone.
 */
final class GuardCount {

  /** Members that are known to be there. */
  long present;

  /** How many the list was known to hold when the run began to use it. */
  long heldAtStart;

  /** How many of these were not known one by one, or have come to be in doubt since. */
  long unknownAtStart;

  /** Removals in each minute that the guard looks at, oldest first; minutes since 1970. */
  final NavigableMap<Long, Removals> removals = new TreeMap<>();

  /** Whether it has been said that the guard holds removals back. */
  boolean braked;

  /**
   * Removals of one minute.
   *
   * @param asked members that the list is known to hold, and that nobody needs any more since then
   * @param done members that the vendor has let go then
   * @param unsure likewise as asked, but it isn't known whether the list holds them
   */
  record Removals(long asked, long done, long unsure) {
    static final Removals NONE = new Removals(0, 0, 0);

    Removals plus(Removals more) {
      return new Removals(asked + more.asked, done + more.done, unsure + more.unsure);
    }
  }

  /** What is known of a member counts from now on. */
  void count(Known known) {
    present += known == Known.PRESENT ? 1 : 0;
  }

  /** What was known of a member counts no more. */
  void uncount(Known known) {
    present -= known == Known.PRESENT ? 1 : 0;
  }

  /**
   * A member that the list was known to hold is in doubt from now on: it may be there yet.
   *
   * @param stays whether the list counts as holding as many as before
   */
  void doubt(boolean stays) {
    if (stays) {
      heldAtStart = held() + sum().done();
    }
    unknownAtStart++;
    uncount(Known.PRESENT);
  }

  /**
   * The run begins to use the list.
   *
   * @param members how many it is known to hold at least
   */
  void begin(long members) {
    // A run that died may have come further than it last told the registry.
    heldAtStart = Math.max(members, present);
    unknownAtStart = Math.max(0, members - present);
  }

  /** The list is another one, of which nothing is known. */
  void startOver() {
    present = 0;
    heldAtStart = 0;
    unknownAtStart = 0;
    removals.clear();
  }

  boolean looksAt(long minute) {
    return removals.containsKey(minute);
  }

  void add(long minute, Removals more) {
    removals.merge(minute, more, Removals::plus);
  }

  /** What left before then counts no more: neither as held nor as gone. */
  void forgetUpTo(long minute) {
    while (!removals.isEmpty() && removals.firstKey() <= minute) {
      Removals gone = removals.remove(removals.firstKey());
      heldAtStart = Math.max(0, heldAtStart - gone.done());
    }
  }

  /** All that the guard looks at. */
  Removals sum() {
    Removals sum = Removals.NONE;
    for (Removals each : removals.values()) {
      sum = sum.plus(each);
    }
    return sum;
  }

  /** What the list is known to hold now, at least. */
  long held() {
    return Math.max(heldAtStart - sum().done(), present);
  }

  /** Removals that count, of those who the list isn't known to hold only as many as it may. */
  long asked() {
    Removals sum = sum();
    return sum.asked() + Math.min(sum.unsure(), unknownAtStart);
  }

  /**
   * Removals are held back.
   *
   * @return whether for the first time, so that it has to be said
   */
  boolean hold() {
    boolean first = !braked;
    braked = true;
    return first;
  }
}
