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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Settles what one vendor list must hold (DESIGN rules 2, 3 and 6): newest wins, a member stays
 * while any profile needs it, and only what is not known to be right is owed. Decides nothing about
 * when and how members are sent.
 *
 * <p>What was touched stays owed until the vendor has acknowledged it: after a restore the vendor
 * may be ahead of the state, so an addition and a removal that meet before they are sent become a
 * removal, never nothing.
 */
final class Settlement {

  private final CachedStore store;
  private final ListRef list;
  private final int epoch;
  private final Recall recall;
  private final Owed owed;
  private final ListMemory memory;
  private final Brake brake;
  private final Tally.Part tally;

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
    this.recall = recall;
    this.owed = owed;
    this.memory = memory;
    this.brake = brake;
    this.tally = tally;
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
    MembershipChange change =
        before
            .map(ProfileEntry::version)
            .filter(version -> recall == Recall.AS_READ && arrived.version().isUntimed(version))
            .map(arrived::at)
            .orElse(arrived);
    int order = before.map(entry -> order(change, entry)).orElse(1);
    if (change.member() == null && before.map(ProfileEntry::saysNothing).orElse(true)) {
      if (order > 0) {
        // Remembered all the same: an older member change that comes late must not bring it back.
        store.putProfile(
            list,
            change.profileId(),
            new ProfileEntry(change.version(), null, List.of(), List.of()));
      }
      return Verdict.NO_MEMBER_KEY;
    }
    if (order < 0) {
      if (!owesRemovalSinceRestore(change, id)) {
        tally.superseded();
      }
      return Verdict.SUPERSEDED;
    }
    if (order == 0) {
      return repeat(change, id, before.get());
    }
    return takeNewest(change, id, before);
  }

  private Verdict takeNewest(MembershipChange change, long id, Optional<ProfileEntry> before) {
    List<Long> stillOpen = before.map(this::supersedeUnsent).orElse(List.of());
    Set<String> keys = new LinkedHashSet<>();
    before.ifPresent(entry -> keys.addAll(notYetRight(entry.keys())));
    Optional<String> held =
        before.filter(ProfileEntry::holds).map(ProfileEntry::member).map(Member::key);

    if (!change.version().exit()) {
      held.filter(key -> !key.equals(change.member().key()))
          .ifPresent(key -> keys.add(release(key, change.profileId())));
      keys.add(hold(change));
    } else if (held.isPresent()) {
      keys.add(release(held.get(), change.profileId()));
    } else if (before.map(ProfileEntry::saysNothing).orElse(true)) {
      removeUnlessNeeded(change.member()).ifPresent(keys::add);
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
        hold(change);
      }
    }
    return await(change, id, kept, kept.open());
  }

  /**
   * Whether a change is newer (positive), older, or the same again. Later fields break a tie of all
   * else, so that every run of the same input ends alike.
   */
  private int order(MembershipChange change, ProfileEntry entry) {
    int byVersion = change.version().compareTo(entry.version());
    if (!change.version().isAsOldAs(entry.version())) {
      return byVersion;
    }
    int byFields =
        Objects.equals(change.member(), entry.member())
            ? 0
            : fieldText(change.member()).compareTo(fieldText(entry.member()));
    if (byFields != 0 && byVersion == 0 && recall == Recall.AS_READ) {
      return 1; // the very record again, which somebody has mended
    }
    return byFields == 0 || byVersion == 0 ? byFields : byVersion;
  }

  private static String fieldText(Member member) {
    return member == null ? "" : member.key() + '\n' + member.fields();
  }

  /** Counts older changes that no call has carried yet; gives those that are on their way. */
  private List<Long> supersedeUnsent(ProfileEntry entry) {
    List<Long> onTheirWay = new ArrayList<>();
    for (Long id : entry.open()) {
      Optional<WaitingChange> waiting = store.waiting(list, id);
      if (waiting.isEmpty()) {
        continue;
      }
      if (isOnItsWay(waiting.get())) {
        onTheirWay.add(id);
      } else {
        forget(waiting.get());
        tally.superseded();
      }
    }
    return onTheirWay;
  }

  private boolean isOnItsWay(WaitingChange waiting) {
    for (String key : waiting.keys()) {
      if (carries(key, waiting.id())) {
        return true;
      }
    }
    return false;
  }

  private boolean carries(String key, long id) {
    MemberEntry entry = member(key);
    if (entry.flight() != null) {
      return id <= entry.flight().upTo();
    }
    return entry.queue() == Place.BATCH && id <= memory.sendingUpTo;
  }

  private void forget(WaitingChange waiting) {
    store.removeWaiting(list, waiting.id());
    memory.pending--;
    for (String key : waiting.keys()) {
      store
          .member(list, key)
          .ifPresent(
              entry -> {
                List<Long> rest = new ArrayList<>(entry.waiters());
                rest.remove(waiting.id());
                store.putMember(list, key, entry.withWaiters(rest));
              });
    }
  }

  private List<String> notYetRight(List<String> keys) {
    List<String> owed = new ArrayList<>(keys.size());
    for (String key : keys) {
      if (!isSettled(member(key))) {
        owed.add(key);
      }
    }
    return owed.size() == keys.size() ? keys : owed;
  }

  private boolean isSettled(MemberEntry entry) {
    return entry.isRight(epoch) && !entry.isTouched();
  }

  private String hold(MembershipChange change) {
    String key = change.member().key();
    MemberEntry entry = member(key).withHolder(new Holder(change.profileId(), change.version()));
    Member wanted = newestFields(entry, change);
    store.putMember(list, key, brake.stays(entry.withWanted(wanted)));
    return key;
  }

  private Member newestFields(MemberEntry entry, MembershipChange change) {
    Holder newest = entry.newestHolder().orElseThrow();
    return newest.profileId().equals(change.profileId())
        ? change.member()
        : fieldsOf(newest, entry.wanted());
  }

  /** Lets one profile's need of a member go. */
  private String release(String key, String profileId) {
    MemberEntry entry = member(key).withoutHolder(profileId);
    Member next = entry.newestHolder().map(newest -> fieldsOf(newest, entry.wanted())).orElse(null);
    // The removal repeats the fields of whoever was there, if none were ever sent.
    MemberEntry named = entry.sent() == null ? entry.withSent(entry.wanted()) : entry;
    MemberEntry released = named.withWanted(next);
    store.putMember(list, key, released);
    return key;
  }

  private Member fieldsOf(Holder holder, Member otherwise) {
    return store.profile(list, holder.profileId()).map(ProfileEntry::member).orElse(otherwise);
  }

  /** An exit of a profile never seen takes no member from another that is known to need it. */
  private Optional<String> removeUnlessNeeded(Member member) {
    MemberEntry entry = member(member.key());
    if (!entry.holders().isEmpty()) {
      return Optional.empty();
    }
    if (!isSettled(entry)) {
      MemberEntry named = entry.sent() == null ? entry.withSent(member) : entry;
      store.putMember(list, member.key(), named);
    }
    return Optional.of(member.key());
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
    MemberEntry entry = member(member.key());
    if (isSettled(entry)) {
      return false;
    }
    MemberEntry named = entry.sent() == null ? entry.withSent(member) : entry;
    store.putMember(list, member.key(), owed.enqueue(member.key(), waiting(named, List.of(id))));
    store.putWaiting(list, WaitingChange.late(id, list, change, member.key()));
    memory.pending++;
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
    for (String key : waitFor) {
      store.putMember(list, key, owed.enqueue(key, waiting(member(key), alone)));
    }
    store.putWaiting(list, WaitingChange.of(id, list, change, waitFor));
    memory.pending++;
    store.putProfile(list, change.profileId(), entry.withOpen(following(open, alone)));
    return Verdict.WAITS;
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
      keys.add(release(before.member().key(), profileId));
      after =
          new ProfileEntry(
              before.version().lapsed(), before.member(), List.copyOf(keys), before.open());
      store.putProfile(list, profileId, after);
    }
    List<String> waitFor = notYetRight(List.copyOf(keys));
    if (waitFor.isEmpty()) {
      return;
    }
    for (String key : waitFor) {
      store.putMember(list, key, owed.enqueue(key, waiting(member(key), List.of(id))));
    }
    store.putWaiting(list, WaitingChange.lapsed(id, list, profileId, waitFor));
    memory.pending++;
  }

  /** The vendor has taken a member. */
  void acknowledge(String key, Action action, Member member, long upTo) {
    MemberEntry before = member(key);
    if (action == Action.ADD) {
      tally.added();
      memory.present += before.known() == Known.PRESENT ? 0 : 1;
    } else {
      tally.removed();
      brake.removed();
      memory.present -= before.known() == Known.PRESENT ? 1 : 0;
    }
    MemberEntry entry = before.acknowledged(action, member, epoch);
    boolean right = entry.isRight(epoch);
    List<Long> rest = new ArrayList<>();
    for (Long id : entry.waiters()) {
      if (right || id <= upTo) {
        store.waiting(list, id).ifPresent(waiting -> settle(waiting, key));
      } else {
        rest.add(id);
      }
    }
    MemberEntry after = entry.withWaiters(rest);
    store.putMember(list, key, right ? after : owed.enqueue(key, after));
  }

  private void settle(WaitingChange waiting, String key) {
    WaitingChange after = waiting.without(key);
    if (after.keys().isEmpty()) {
      store.removeWaiting(list, waiting.id());
      memory.pending--;
      if (!after.isReceived()) {
        return; // nothing has come that could be counted
      }
      if (after.superseded()) {
        tally.superseded();
      } else {
        tally.activated();
      }
    } else {
      store.putWaiting(list, after);
    }
  }

  /**
   * The vendor has not taken a member, and it is given up until it is touched again.
   *
   * @param upTo the last change that the call carried; later ones keep the member owed
   * @return the changes that have failed by it
   */
  List<WaitingChange> giveUp(String key, long upTo) {
    MemberEntry before = member(key);
    memory.present -= before.known() == Known.PRESENT ? 1 : 0;
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
        store.waiting(list, id).ifPresent(failed::add);
      } else {
        rest.add(id);
      }
    }
    MemberEntry after = entry.withWaiters(rest);
    store.putMember(list, key, rest.isEmpty() ? after : owed.enqueue(key, after));
    failed.forEach(this::forget);
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
    memory.present = 0;
    memory.heldAtStart = 0;
    memory.unknownAtStart = 0;
    memory.removals.clear();
    List<String> keys = new ArrayList<>();
    store.eachMember(list, (key, entry) -> keys.add(key));
    for (String key : keys) {
      MemberEntry entry = member(key);
      MemberEntry forgotten = entry.forgotten(epoch);
      boolean needed = entry.wanted() != null && !forgotten.isTouched();
      store.putMember(list, key, needed ? owed.enqueue(key, forgotten) : forgotten);
      store.relieve();
    }
  }

  private MemberEntry member(String key) {
    return store.member(list, key).orElse(MemberEntry.UNSEEN);
  }
}
