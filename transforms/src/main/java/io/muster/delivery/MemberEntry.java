package io.muster.delivery;

import io.muster.destination.Action;
import io.muster.model.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one member of one list.
 *
 * @param holders the profiles that need it
 * @param wanted what the list must hold: the newest holder's fields; null when nobody needs it
 * @param known what the vendor has acknowledged
 * @param epoch in which life of the delivery it did; see {@link ConnectionMemory#enter}. {@link
 *     #UNCERTAIN} since a call that has not been answered for
 * @param sent the fields that the vendor was last sent, or that an exit named; null when never
 * @param queue where it waits to be sent
 * @param waiters ids of the changes that its acknowledgement settles, ascending
 * @param flight what a job that is still running carries; null when nothing is on its way
 * @param marks what has to be minded when it is sent
 */
public record MemberEntry(
    List<Holder> holders,
    Member wanted,
    Known known,
    int epoch,
    Member sent,
    Place queue,
    List<Long> waiters,
    Flight flight,
    Marks marks) {

  static final MemberEntry UNSEEN =
      new MemberEntry(
          List.of(), null, Known.UNKNOWN, 0, null, Place.NONE, List.of(), null, Marks.NONE);

  /** The epoch of what no life of the delivery believes. */
  static final int UNCERTAIN = Integer.MAX_VALUE;

  public MemberEntry {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  /**
   * What the vendor has acknowledged. State and notes keep it by its place in this order: a new one
   * goes last.
   */
  public enum Known {
    UNKNOWN,
    PRESENT,
    ABSENT
  }

  /** Where an owed member waits. State keeps it by its place in this order: a new one goes last. */
  public enum Place {
    NONE,
    MIXED,
    ADDS,
    REMOVES,
    /** In a batch that has been formed and is not answered yet. */
    BATCH,
    /** It has been the only one in a call that the vendor refused: it goes alone again. */
    ALONE,
    /** In none: it was not sent, no letter would bring it back, and a later run owes it. */
    LATER
  }

  /**
   * A member on its way.
   *
   * @param upTo the last change that it carries
   */
  public record Flight(Action action, Member member, long upTo) {}

  /**
   * What has to be minded when a member is sent.
   *
   * @param suspect whether the vendor has refused a call for it, without saying so by element
   * @param leftAt when the guard counted its removal, minutes since 1970, negative where the list
   *     wasn't known to hold it; 0 while somebody needs it
   */
  public record Marks(boolean suspect, long leftAt) {
    public static final Marks NONE = new Marks(false, 0);

    /** Of a member that had left before anything was counted. */
    static final Marks LONG_GONE = new Marks(false, Long.MIN_VALUE);

    boolean isLongGone() {
      return leftAt == LONG_GONE.leftAt;
    }

    /** When it was counted; 0 where it wasn't. */
    long minute() {
      return isLongGone() ? 0 : Math.abs(leftAt);
    }

    /** Whether it was counted as one that the list was known to hold. */
    boolean wasHeld() {
      return leftAt > 0;
    }

    Marks left(long minute, boolean held) {
      return new Marks(suspect, held ? minute : -minute);
    }
  }

  /** What has to be done for the list to be right. */
  Action action() {
    return wanted == null ? Action.REMOVE : Action.ADD;
  }

  /**
   * Whether the vendor is known to hold exactly what is wanted.
   *
   * @param now the epoch; what an earlier one knew is not certain any more
   */
  boolean isRight(int now) {
    if (epoch != now) {
      return false;
    }
    return wanted == null
        ? known == Known.ABSENT
        : known == Known.PRESENT && wanted.fields().equals(sent.fields());
  }

  /** Whether something is on its way or waits to be: such a member stays owed whatever comes. */
  boolean isTouched() {
    return queue != Place.NONE || flight != null;
  }

  /** Whether the list is right, and nothing on its way that could change that. */
  boolean isSettled(int now) {
    return isRight(now) && !isTouched();
  }

  Optional<Holder> newestHolder() {
    if (holders.size() == 1) {
      return Optional.of(holders.get(0)); // nearly every member is one profile's
    }
    return holders.stream()
        .max(Comparator.comparing(Holder::version).thenComparing(Holder::profileId));
  }

  MemberEntry withHolder(Holder holder) {
    List<Holder> all;
    if (holders.isEmpty() || isOnlyHolder(holder.profileId())) {
      all = List.of(holder);
    } else {
      all = othersThan(holder.profileId());
      all.add(holder);
    }
    return new MemberEntry(all, wanted, known, epoch, sent, queue, waiters, flight, marks);
  }

  private boolean isOnlyHolder(String profileId) {
    return holders.size() == 1 && holders.get(0).profileId().equals(profileId);
  }

  MemberEntry withoutHolder(String profileId) {
    return new MemberEntry(
        othersThan(profileId), wanted, known, epoch, sent, queue, waiters, flight, marks);
  }

  private List<Holder> othersThan(String profileId) {
    List<Holder> others = new ArrayList<>(holders.size() + 1);
    for (Holder each : holders) {
      if (!each.profileId().equals(profileId)) {
        others.add(each);
      }
    }
    return others;
  }

  /**
   * What later runs are told of it: whether it is owed, and not how far that has come.
   *
   * @param now the epoch; they are not told what an earlier one knew
   */
  MemberEntry toRemember(int now) {
    return new MemberEntry(
        holders,
        wanted,
        epoch == now ? known : Known.UNKNOWN,
        epoch,
        sent,
        isTouched() ? Place.BATCH : Place.NONE,
        List.of(),
        null,
        Marks.NONE);
  }

  /** Whether later runs are told the same of both, as far as can be seen at once. */
  @SuppressWarnings("ReferenceEquality") // "at once": what is only equal is written once more
  boolean isRememberedLike(MemberEntry other) {
    return holders == other.holders
        && wanted == other.wanted
        && known == other.known
        && sent == other.sent
        && epoch == other.epoch
        && isTouched() == other.isTouched();
  }

  /**
   * Whether it is what {@link #settled} makes of an earlier one, as far as can be seen at once; so
   * that later runs need no more than that told.
   *
   * @param now the epoch
   */
  @SuppressWarnings("ReferenceEquality") // "at once": what is only equal is written once more
  boolean isSettledFrom(MemberEntry earlier, int now) {
    if (!isSettled(now) || holders != earlier.holders || wanted != earlier.wanted) {
      return false;
    }
    return wanted == null ? Objects.equals(sent, earlier.sent) : wanted.equals(sent);
  }

  /** After the vendor has taken what is wanted. */
  MemberEntry settled(Known held) {
    Member there = held == Known.PRESENT ? wanted : sent;
    return new MemberEntry(
        holders, wanted, held, epoch, there, Place.NONE, waiters, null, Marks.NONE);
  }

  /** What {@link #toRemember} kept, as this run goes on with it; in no queue. */
  MemberEntry remembered(Recall recall, int now) {
    List<Holder> all = new ArrayList<>(holders.size());
    for (Holder each : holders) {
      all.add(recall == Recall.AS_READ ? each : each.ofEarlierRun());
    }
    boolean doubted = recall == Recall.DOUBTED;
    return new MemberEntry(
        all,
        wanted,
        doubted ? Known.UNKNOWN : known,
        isTouched() ? UNCERTAIN : now, // that run may have died before it was answered
        sent,
        Place.NONE,
        List.of(),
        null,
        doubted && known == Known.ABSENT ? Marks.LONG_GONE : Marks.NONE);
  }

  /** The same, as far on its way as another has come. */
  MemberEntry withProgressOf(MemberEntry other) {
    return new MemberEntry(
        holders,
        wanted,
        known,
        epoch,
        sent,
        other.queue == Place.LATER ? queue : other.queue,
        other.waiters,
        other.flight,
        other.marks);
  }

  MemberEntry withWanted(Member member) {
    return new MemberEntry(holders, member, known, epoch, sent, queue, waiters, flight, marks);
  }

  MemberEntry withSent(Member member) {
    return new MemberEntry(holders, wanted, known, epoch, member, queue, waiters, flight, marks);
  }

  /** With fields for a removal to repeat, where none were ever sent. */
  MemberEntry named(Member member) {
    return sent == null ? withSent(member) : this;
  }

  MemberEntry withQueue(Place place) {
    return place == queue
        ? this
        : new MemberEntry(holders, wanted, known, epoch, sent, place, waiters, flight, marks);
  }

  MemberEntry withWaiters(List<Long> ids) {
    return new MemberEntry(holders, wanted, known, epoch, sent, queue, ids, flight, marks);
  }

  MemberEntry inFlight(Flight next) {
    return new MemberEntry(holders, wanted, known, epoch, sent, queue, waiters, next, marks);
  }

  MemberEntry withMarks(Marks next) {
    return marks.equals(next)
        ? this
        : new MemberEntry(holders, wanted, known, epoch, sent, queue, waiters, flight, next);
  }

  /**
   * After a call that carried it, until one is answered for: the vendor may have done it or not.
   */
  MemberEntry unanswered(Member member) {
    return new MemberEntry(
        holders, wanted, known, UNCERTAIN, member, queue, waiters, flight, marks);
  }

  /** After the vendor has taken it. */
  MemberEntry acknowledged(Action action, Member member, int now) {
    Known held = action == Action.ADD ? Known.PRESENT : Known.ABSENT;
    Marks unsuspected = new Marks(false, marks.leftAt());
    return new MemberEntry(
        holders, wanted, held, now, member, Place.NONE, waiters, null, unsuspected);
  }

  /** After a call that nobody answered for: the vendor may hold it or not. */
  MemberEntry inDoubt() {
    return new MemberEntry(
        holders, wanted, Known.UNKNOWN, epoch, sent, Place.NONE, waiters, null, marks);
  }

  /** After its list has gone: nothing is known of it, but who needs it. */
  MemberEntry forgotten(int now) {
    return new MemberEntry(
        holders, wanted, Known.UNKNOWN, now, sent, queue, waiters, null, Marks.NONE);
  }
}
