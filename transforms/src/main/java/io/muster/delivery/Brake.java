package io.muster.delivery;

import io.muster.delivery.GuardCount.Removals;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.workspace.Guard;
import java.time.Clock;
import java.time.Duration;

/**
 * Holds a list's removals back when they would take more than its guard allows (docs/delivery.md,
 * "The brake"). Counts members that nobody needs any more, sent or not, against what the list held
 * when the run began or, in an always-on job, an hour before; whoever the list isn't known to hold
 * counts only as far as it is known to hold more than are known one by one.
 */
final class Brake {

  private final ListPlan plan;
  private final Duration window;
  private final GuardCount members;
  private final Clock clock;

  /**
   * @param window how far the guard looks back; {@link Duration#ZERO} for the whole run
   */
  Brake(ListPlan plan, Duration window, GuardCount members, Clock clock) {
    this.plan = plan;
    this.window = window;
    this.members = members;
    this.clock = clock;
  }

  /** A member whose removal is to be sent; one that is known to be gone takes nothing away. */
  MemberEntry leaves(MemberEntry entry) {
    Marks marks = entry.marks();
    boolean gone = entry.known() == Known.ABSENT || marks.isLongGone();
    boolean counted = members.looksAt(marks.minute());
    if (gone || (counted && (entry.isTouched() || isRecent(marks.minute())))) {
      return entry;
    }
    if (counted) {
      uncount(marks);
    }
    boolean held = entry.known() == Known.PRESENT;
    count(minute(), held ? new Removals(1, 0, 0) : new Removals(0, 0, 1));
    return entry.withMarks(marks.left(minute(), held));
  }

  /** A member that somebody needs: if it had been on its way out, it is so no more. */
  MemberEntry stays(MemberEntry entry) {
    // One that the vendor has let go is missed until it has been added again.
    return entry.known() == Known.ABSENT ? entry : forget(entry);
  }

  /** That a member leaves or has left counts no more. */
  MemberEntry forget(MemberEntry entry) {
    Marks marks = entry.marks();
    if (marks.leftAt() == 0) {
      return entry; // nearly every member that is added
    }
    if (members.looksAt(marks.minute())) {
      uncount(marks);
    }
    return entry.withMarks(new Marks(marks.suspect(), 0));
  }

  /** Nothing is certain of a member any more; one that was there still counts when it leaves. */
  void doubts(Known known) {
    if (known == Known.PRESENT) {
      // Over a whole run it is measured by what was there at the start.
      members.doubt(!window.isZero());
    }
  }

  /** The vendor has let a member go. */
  void removed() {
    count(minute(), new Removals(0, 1, 0));
  }

  /** What the list is known to hold now, at least. */
  long held() {
    return members.held();
  }

  /** Whether removals may not be sent. */
  boolean isOn() {
    Guard guard = plan.audience().guard();
    if (plan.removalsConfirmed() || guard.isOff()) {
      return false;
    }
    long base = base();
    return base >= guard.minMembers() && !guard.allows(members.asked(), base);
  }

  /**
   * Removals are held back.
   *
   * @return whether for the first time, so that it has to be said
   */
  boolean hold() {
    return members.hold();
  }

  /** What is held back, and how to let it go. */
  String words() {
    return "%d removals from the list \"%s\", which is known to hold %d members, and guard.maxRemovals allows %s: they are held back. If they are right, run again with --confirm-removals \"%s\", or raise the audience's guard"
        .formatted(
            members.asked(),
            plan.audience().name(),
            base(),
            plan.audience().guard().percentage(),
            plan.audience().id());
  }

  private long base() {
    return window.isZero() ? members.heldAtStart : held() + members.sum().done();
  }

  private void uncount(Marks marks) {
    count(marks.minute(), marks.wasHeld() ? new Removals(-1, 0, 0) : new Removals(0, 0, -1));
  }

  private boolean isRecent(long minute) {
    return window.isZero() || minute > minute() - window.toMinutes();
  }

  private void count(long minute, Removals more) {
    members.add(minute, more);
  }

  /**
   * Looks no further back than the window, nor than to the first member that still waits: a removal
   * that an outage has held up is not over.
   *
   * @param waitsSince since when the first does, epoch milliseconds; {@link Long#MAX_VALUE} where
   *     none waits
   */
  void forgetBefore(long waitsSince) {
    if (window.isZero()) {
      return;
    }
    long oldest = Math.min(minute() - window.toMinutes(), minuteOf(waitsSince) - 1);
    members.forgetUpTo(oldest);
  }

  private long minute() {
    // Over a whole run one count is enough.
    return window.isZero() ? 1 : minuteOf(clock.millis());
  }

  private static long minuteOf(long millis) {
    return millis / Duration.ofMinutes(1).toMillis();
  }
}
