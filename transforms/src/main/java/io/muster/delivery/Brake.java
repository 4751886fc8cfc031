package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Removals;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.workspace.Guard;
import java.time.Clock;
import java.time.Duration;

/**
 * Holds a list's removals back when they would take more than its guard allows (DESIGN invariant
 * 10). Counts members that nobody needs any more, sent or not, against what the list held when the
 * run began or, in an always-on job, an hour before.
 */
final class Brake {

  private final ListPlan plan;
  private final Duration window;
  private final ListMemory memory;
  private final Clock clock;

  /**
   * @param window how far the guard looks back; {@link Duration#ZERO} for the whole run
   */
  Brake(ListPlan plan, Duration window, ListMemory memory, Clock clock) {
    this.plan = plan;
    this.window = window;
    this.memory = memory;
    this.clock = clock;
  }

  /** A member that nobody needs any more. */
  MemberEntry leaves(MemberEntry entry) {
    if (entry.marks().leftAt() != 0) {
      return entry;
    }
    count(minute(), 1, 0);
    return entry.withMarks(new Marks(entry.marks().suspect(), minute()));
  }

  /** A member that somebody needs: if it had been on its way out, it is so no more. */
  MemberEntry stays(MemberEntry entry) {
    long left = entry.marks().leftAt();
    if (left == 0) {
      return entry;
    }
    if (memory.removals.containsKey(left)) {
      count(left, -1, 0);
    }
    return entry.withMarks(new Marks(entry.marks().suspect(), 0));
  }

  /** The vendor has let a member go. */
  void removed() {
    count(minute(), 0, 1);
  }

  /** What the list is known to hold now, at least. */
  long held() {
    return Math.max(memory.heldAtStart - sum().done(), memory.present);
  }

  /** Whether removals may not be sent. */
  boolean isOn() {
    Guard guard = plan.audience().guard();
    if (plan.removalsConfirmed() || guard.isOff()) {
      return false;
    }
    forgetOld();
    long base = base();
    return base >= guard.minMembers() && sum().asked() > guard.maxRemovals() * base;
  }

  /** What is held back, and how to let it go. */
  String words() {
    return ("%d removals from the list \"%s\", which is known to hold %d members, and guard.maxRemovals allows %.0f%%: they are held back. If they are right, run again with --confirm-removals \"%s\", or raise the audience's guard")
        .formatted(
            sum().asked(),
            plan.audience().name(),
            base(),
            plan.audience().guard().maxRemovals() * 100,
            plan.audience().id());
  }

  private long base() {
    return window.isZero() ? memory.heldAtStart : held() + sum().done();
  }

  private Removals sum() {
    Removals sum = Removals.NONE;
    for (Removals each : memory.removals.values()) {
      sum = sum.plus(each.asked(), each.done());
    }
    return sum;
  }

  private void count(long minute, long asked, long done) {
    memory.removals.merge(minute, new Removals(asked, done), (a, b) -> a.plus(b.asked(), b.done()));
  }

  private void forgetOld() {
    if (window.isZero()) {
      return;
    }
    long oldest = minute() - window.toMinutes();
    while (!memory.removals.isEmpty() && memory.removals.firstKey() <= oldest) {
      Removals gone = memory.removals.remove(memory.removals.firstKey());
      memory.heldAtStart = Math.max(0, memory.heldAtStart - gone.done());
    }
  }

  private long minute() {
    // Over a whole run one count is enough.
    return window.isZero() ? 1 : clock.millis() / Duration.ofMinutes(1).toMillis();
  }
}
