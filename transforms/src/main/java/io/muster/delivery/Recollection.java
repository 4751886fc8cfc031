package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Place;
import java.util.Optional;

/**
 * Takes what is remembered of a list into the state of a run that has nothing of its own about it:
 * past the cache, since it may be more than fits into memory. A member that was owed when the run
 * before died is owed again.
 */
final class Recollection implements MembershipLog.Reader {

  private final ListDesk desk;
  private final CachedStore store;
  private final Recall recall;

  Recollection(ListDesk desk, CachedStore store, Recall recall) {
    this.desk = desk;
    this.store = store;
    this.recall = recall;
  }

  void takeIn(MembershipLog log) {
    ListMemory list = desk.memory();
    list.recalledOf = log.recall(desk.plan().ref(), this);
    list.recalled = true;
    desk.save();
  }

  @Override
  public void read(MembershipNote note, boolean first) {
    if (note instanceof MembershipNote.OfProfile profile) {
      ProfileEntry entry = profile.entry();
      store
          .behind()
          .putProfile(
              desk.plan().ref(),
              profile.profileId(),
              recall == Recall.AS_READ ? entry : entry.ofEarlierRun());
    } else if (note instanceof MembershipNote.OfMember member) {
      Optional<MemberEntry> earlier =
          first ? Optional.empty() : store.behind().member(desk.plan().ref(), member.key());
      take(member.key(), member.entry(), earlier);
    } else if (note instanceof MembershipNote.OfAcknowledgement taken) {
      // Without an earlier note, which was damaged then, nobody knows what was taken.
      Optional<MemberEntry> earlier = store.behind().member(desk.plan().ref(), taken.key());
      earlier.ifPresent(entry -> take(taken.key(), entry.settled(taken.known()), earlier));
    }
  }

  private void take(String key, MemberEntry noted, Optional<MemberEntry> earlier) {
    ListRef ref = desk.plan().ref();
    earlier.ifPresent(this::undo);
    MemberEntry entry = noted.remembered(recall, desk.epoch());
    if (entry.known() == Known.PRESENT) {
      desk.memory().present++;
    }
    if (noted.queue() != Place.NONE) {
      entry = desk.enqueue(key, entry);
      store.relieve();
    }
    store.behind().putMember(ref, key, entry);
  }

  /** A later note of the same member has come. */
  private void undo(MemberEntry earlier) {
    if (earlier.known() == Known.PRESENT) {
      desk.memory().present--;
    }
    desk.brake().stays(earlier);
    desk.leave(earlier);
  }
}
