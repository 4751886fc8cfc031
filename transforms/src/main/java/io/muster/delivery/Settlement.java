package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.destination.Action;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settles what one vendor list must hold (docs/delivery.md, "Settling"): newest wins, a member
 * stays while any profile needs it, and only what is not known to be right is owed. Decides nothing
 * about when and how members are sent.
 *
 * <p>What was touched stays owed until the vendor has acknowledged it: after a restore the vendor
 * may be ahead of the state, so an addition and a removal that meet before they are sent become a
 * removal, never nothing.
 */
final class Settlement {

  private final CachedStore store;
  private final ListRef list;
  private final int epoch;
  private final Owed owed;
  private final Brake brake;
  private final Tally.Part tally;
  private final ListMemory memory;
  private final ChangeOrder order;
  private final Needs needs;
  private final OpenChanges changes;

  /**
   * @param epoch which life of the delivery this is; see {@link ConnectionMemory#enter}
   * @param recall what is made of that which earlier runs have left
   */
  Settlement(
      CachedStore store,
      ListRef list,
      int epoch,
      Recall recall,
      Owed owed,
      ListMemory memory,
      Brake brake,
      Tally.Part tally) {
    this.store = store;
    this.list = list;
    this.epoch = epoch;
    this.owed = owed;
    this.memory = memory;
    this.brake = brake;
    this.tally = tally;
    this.order = new ChangeOrder(recall);
    this.needs = new Needs(store, list, epoch, brake);
    this.changes = new OpenChanges(store, list, memory, tally);
  }

  /** Where members go that have become owed. */
  interface Owed {

    /** The entry, now in the queue where it belongs; a removal has been shown to the guard. */
    MemberEntry enqueue(String key, MemberEntry entry);
  }

  /** What became of a change at once. */
  enum Verdict {
    /** Its outcome is open: it waits for the vendor. */
    WAITS,
    UNCHANGED,
    SUPERSEDED,
    /** An exit of a profile of which nothing is known, without fields that name a member. */
    NO_MEMBER_KEY
  }

  /**
   * Takes in one change.
   *
   * @param id a number for the change, higher than every one before
   */
  Verdict apply(MembershipChange arrived, long id) {
    Optional<ProfileEntry> before = store.profile(list, arrived.profileId());
    MembershipChange change = order.timed(arrived, before);
    int newer = before.map(entry -> order.compare(change, entry)).orElse(1);
    if (change.member() == null && before.map(ProfileEntry::saysNothing).orElse(true)) {
      if (newer > 0) {
        // Remembered all the same: an older member change that comes late must not bring it back.
        store.putProfile(
            list,
            change.profileId(),
            new ProfileEntry(change.version(), null, List.of(), List.of()));
      }
      return Verdict.NO_MEMBER_KEY;
    }
    if (newer < 0) {
      if (!owesRemovalSinceRestore(change, id)) {
        tally.superseded();
      }
      return Verdict.SUPERSEDED;
    }
    if (newer == 0) {
      return repeat(change, id, before.get());
    }
    return takeNewest(change, id, before);
  }

  private Verdict takeNewest(MembershipChange change, long id, Optional<ProfileEntry> before) {
    List<Long> stillOpen = before.map(changes::supersedeUnsent).orElse(List.of());
    Set<String> keys = new LinkedHashSet<>();
    before.ifPresent(entry -> keys.addAll(notYetRight(entry.keys())));
    Optional<String> held =
        before.filter(ProfileEntry::holds).map(ProfileEntry::member).map(Member::key);

    if (!change.version().exit()) {
      held.filter(key -> !key.equals(change.member().key()))
          .ifPresent(key -> keys.add(needs.release(key, change.profileId())));
      keys.add(needs.hold(change));
    } else if (held.isPresent()) {
      keys.add(needs.release(held.get(), change.profileId()));
    } else if (before.map(ProfileEntry::saysNothing).orElse(true)) {
      needs.removeUnlessNeeded(change.member()).ifPresent(keys::add);
    } else {
      keys.addAll(before.get().keys());
    }
    ProfileEntry entry =
        new ProfileEntry(change.version(), change.member(), List.copyOf(keys), stillOpen);
    return await(change, id, entry, stillOpen);
  }

  /** The same again, perhaps from a later place in the source: it rides along with the first. */
  private Verdict repeat(MembershipChange change, long id, ProfileEntry entry) {
    ProfileEntry kept = entry;
    if (change.version().compareTo(entry.version()) > 0) {
      kept = entry.withVersion(change.version());
      if (entry.holds()) {
        needs.hold(change);
      }
    }
    return await(change, id, kept, kept.open());
  }

  private List<String> notYetRight(List<String> keys) {
    List<String> owed = new ArrayList<>(keys.size());
    for (String key : keys) {
      if (!member(key).isSettled(epoch)) {
        owed.add(key);
      }
    }
    return owed.size() == keys.size() ? keys : owed;
  }

  /**
   * A change that comes late now may have been the newest before we were restored, and its member
   * may have been added then. It waits for that removal, so that one that fails is told of.
   */
  private boolean owesRemovalSinceRestore(MembershipChange change, long id) {
    Member member = change.member();
    if (epoch == 0 || member == null) {
      return false;
    }
    String key = member.key();
    MemberEntry entry = member(key);
    if (entry.isSettled(epoch)) {
      return false;
    }
    MemberEntry named = entry.named(member);
    store.putMember(list, key, owed.enqueue(key, waiting(named, List.of(id))));
    changes.open(WaitingChange.late(id, list, change, key));
    return true;
  }

  /** Makes owed what is not right, and lets the change wait for it. */
  private Verdict await(MembershipChange change, long id, ProfileEntry entry, List<Long> open) {
    List<String> waitFor = notYetRight(entry.keys());
    if (waitFor.isEmpty()) {
      store.putProfile(list, change.profileId(), entry.withOpen(open));
      tally.unchanged();
      return Verdict.UNCHANGED;
    }
    List<Long> alone = List.of(id);
    owe(WaitingChange.of(id, list, change, waitFor), alone);
    store.putProfile(list, change.profileId(), entry.withOpen(following(open, alone)));
    return Verdict.WAITS;
  }

  /**
   * Makes the members owed that a change waits for.
   *
   * @param alone its id, in a list that entries may share
   */
  private void owe(WaitingChange change, List<Long> alone) {
    for (String key : change.keys()) {
      store.putMember(list, key, owed.enqueue(key, waiting(member(key), alone)));
    }
    changes.open(change);
  }

  private static MemberEntry waiting(MemberEntry entry, List<Long> id) {
    return entry.withWaiters(following(entry.waiters(), id));
  }

  /** Mostly there are none before: profile and member then share one list while it stays. */
  private static List<Long> following(List<Long> ids, List<Long> last) {
    if (ids.isEmpty()) {
      return last;
    }
    List<Long> all = new ArrayList<>(ids);
    all.addAll(last);
    return all;
  }

  /**
   * A whole snapshot lacks a profile: what it needs is let go, and what it had left before and the
   * vendor still holds is owed again.
   *
   * @param id a number for it, as a change has
   */
  void lapse(String profileId, long id) {
    ProfileEntry before = store.profile(list, profileId).orElseThrow();
    Set<String> keys = new LinkedHashSet<>(notYetRight(before.keys()));
    ProfileEntry after = before;
    if (before.holds()) {
      keys.add(needs.release(before.member().key(), profileId));
      after =
          new ProfileEntry(
              before.version().lapsed(), before.member(), List.copyOf(keys), before.open());
      store.putProfile(list, profileId, after);
    }
    List<String> waitFor = notYetRight(List.copyOf(keys));
    if (!waitFor.isEmpty()) {
      owe(WaitingChange.lapsed(id, list, profileId, waitFor), List.of(id));
    }
  }

  /** The vendor has taken a member. */
  void acknowledge(String key, Action action, Member member, long upTo) {
    MemberEntry before = member(key);
    memory.guard.uncount(before.known());
    if (action == Action.ADD) {
      tally.added();
      memory.guard.count(Known.PRESENT);
      before = brake.forget(before);
    } else {
      tally.removed();
      brake.removed();
    }
    MemberEntry entry = before.acknowledged(action, member, epoch);
    boolean right = entry.isRight(epoch);
    List<Long> rest = new ArrayList<>();
    for (Long id : entry.waiters()) {
      if (right || id <= upTo) {
        changes.settle(id, key);
      } else {
        rest.add(id);
      }
    }
    MemberEntry after = entry.withWaiters(rest);
    store.putMember(list, key, right ? after : owed.enqueue(key, after));
  }

  /**
   * The vendor has not taken a member, and it is given up until it is touched again.
   *
   * @param upTo the last change that the call carried; later ones keep the member owed
   * @return the changes that have failed by it
   */
  List<WaitingChange> giveUp(String key, long upTo) {
    MemberEntry before = member(key);
    brake.doubts(before.known());
    return leave(key, before.inDoubt(), upTo);
  }

  /** A member that was given up, and for which nobody waits, stays owed. */
  void oweAgain(String key) {
    store.putMember(list, key, owed.enqueue(key, member(key)));
  }

  /** A member that was given up, and for which nobody waits, is left to a later run. */
  void leaveToLaterRun(String key) {
    MemberEntry entry = member(key);
    if (!entry.isTouched()) {
      store.putMember(list, key, entry.withQueue(Place.LATER));
    }
  }

  /** A removal is not sent: the vendor holds the member as before, until it is touched again. */
  List<WaitingChange> holdBack(String key, long upTo) {
    return leave(key, member(key).withQueue(Place.NONE), upTo);
  }

  private List<WaitingChange> leave(String key, MemberEntry entry, long upTo) {
    List<WaitingChange> failed = new ArrayList<>();
    List<Long> rest = new ArrayList<>();
    for (Long id : entry.waiters()) {
      if (id <= upTo) {
        changes.find(id).ifPresent(failed::add);
      } else {
        rest.add(id);
      }
    }
    MemberEntry after = entry.withWaiters(rest);
    store.putMember(list, key, rest.isEmpty() ? after : owed.enqueue(key, after));
    failed.forEach(changes::forget);
    return failed;
  }

  /** The vendor has refused a call that carried this member alone. */
  void suspect(String key) {
    MemberEntry entry = member(key);
    store.putMember(list, key, entry.withMarks(new Marks(true, entry.marks().leftAt())));
  }

  /** A member that was on its way comes back to be sent again. */
  MemberEntry takeBack(String key, Place place) {
    MemberEntry entry = member(key).inFlight(null).withQueue(place);
    store.putMember(list, key, entry);
    return entry;
  }

  /** The list is gone at the vendor: all that is needed is owed again. */
  void startOver() {
    memory.guard.startOver();
    List<String> keys = new ArrayList<>();
    store.eachMember(list, (key, entry) -> keys.add(key));
    for (String key : keys) {
      MemberEntry entry = member(key);
      MemberEntry forgotten = entry.forgotten(epoch);
      boolean waits = forgotten.isTouched() && forgotten.queue() != Place.LATER;
      boolean needed = entry.wanted() != null && !waits;
      store.putMember(list, key, needed ? owed.enqueue(key, forgotten) : forgotten);
      store.relieve();
    }
  }

  private MemberEntry member(String key) {
    return store.entry(list, key);
  }
}
