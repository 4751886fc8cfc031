package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.MemberEntry.Place;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what is remembered of a list into the state of a run that has nothing of its own about it,
 * or whose state was saved before another run used the list: past the cache, since it may be more
 * than fits into memory. A member that was owed when the run before died is owed again; what this
 * run itself has open of it stays open.
 */
final class Recollection implements MembershipLog.Reader {

  private final ListDesk desk;
  private final CachedStore store;
  private final Recall recall;
  // Whether this run has nothing of its own about the list.
  private final boolean isFresh;
  // What this run has on its way, of which the notes say that it is settled.
  private final Set<String> owedAllTheSame = new LinkedHashSet<>();

  Recollection(ListDesk desk, CachedStore store, Recall recall) {
    this.isFresh = desk.memory().overtakenBy.isEmpty();
    this.desk = desk;
    this.store = store;
    this.recall = recall;
  }

  void takeIn(MembershipLog log) {
    ListMemory list = desk.memory();
    String listId = log.recall(desk.plan().ref(), this);
    if (list.listId.isEmpty()) {
      list.recalledOf = listId;
    } else if (!listId.isEmpty() && !listId.equals(list.listId)) {
      // The other run has made it anew: the registry knows that one, and it is not gone.
      list.recalledOf = listId;
      list.listId = "";
      list.stage = Stage.UNRESOLVED;
    }
    list.recalled = true;
    list.overtakenBy = Optional.empty();
    desk.save();
    tellWhatIsOwedAllTheSame();
  }

  /** The notes say that it is settled; whoever reads them next must not believe it. */
  private void tellWhatIsOwedAllTheSame() {
    ListRef ref = desk.plan().ref();
    for (String key : owedAllTheSame) {
      store.putMember(ref, key, store.behind().member(ref, key).orElseThrow());
      store.relieve();
    }
    owedAllTheSame.clear();
  }

  @Override
  public void read(MembershipNote note, boolean first) {
    if (note instanceof MembershipNote.OfProfile profile) {
      take(
          profile.profileId(),
          recall == Recall.AS_READ ? profile.entry() : profile.entry().ofEarlierRun());
    } else if (note instanceof MembershipNote.OfMember member) {
      Optional<MemberEntry> earlier =
          first && isFresh
              ? Optional.empty()
              : store.behind().member(desk.plan().ref(), member.key());
      take(member.key(), member.entry(), earlier);
    } else if (note instanceof MembershipNote.OfAcknowledgement taken) {
      // Without an earlier note, which was damaged then, nobody knows what was taken.
      Optional<MemberEntry> earlier = store.behind().member(desk.plan().ref(), taken.key());
      earlier.ifPresent(entry -> take(taken.key(), entry.settled(taken.known()), earlier));
    }
  }

  private void take(String profileId, ProfileEntry entry) {
    ListRef ref = desk.plan().ref();
    Optional<ProfileEntry> own =
        isFresh ? Optional.empty() : store.behind().profile(ref, profileId);
    store
        .behind()
        .putProfile(ref, profileId, own.map(each -> entry.withOpen(each.open())).orElse(entry));
  }

  private void take(String key, MemberEntry noted, Optional<MemberEntry> earlier) {
    ListRef ref = desk.plan().ref();
    MemberEntry remembered = noted.remembered(recall, desk.epoch());
    MemberEntry entry;
    if (isFresh) {
      earlier.ifPresent(this::undo);
      entry = remembered;
    } else {
      earlier.ifPresent(this::uncount);
      Optional<MemberEntry> done =
          noted.queue() == Place.NONE
              ? earlier.filter(Recollection::isOwedAlone)
              : Optional.empty();
      done.ifPresent(this::unqueue);
      entry =
          done.isPresent()
              ? remembered
              : earlier.map(remembered::withProgressOf).orElse(remembered);
    }
    desk.memory().guard.count(entry.known());
    if (noted.queue() != Place.NONE) {
      entry = desk.enqueue(key, entry);
      store.relieve();
    }
    if (noted.queue() == Place.NONE && entry.isTouched()) {
      owedAllTheSame.add(key);
    } else {
      owedAllTheSame.remove(key);
    }
    store.behind().putMember(ref, key, entry);
  }

  /**
   * Whether a member waits in a queue and no change waits for it. Notes come in their order: when
   * the next one says that it is not owed any more, the vendor has decided on it since.
   */
  private static boolean isOwedAlone(MemberEntry entry) {
    return switch (entry.queue()) {
      case MIXED, ADDS, REMOVES, ALONE -> entry.waiters().isEmpty() && entry.flight() == null;
      case NONE, BATCH, LATER -> false;
    };
  }

  private void uncount(MemberEntry earlier) {
    desk.memory().guard.uncount(earlier.known());
  }

  /** A later note of the same member has come. */
  private void undo(MemberEntry earlier) {
    uncount(earlier);
    unqueue(earlier);
  }

  private void unqueue(MemberEntry earlier) {
    desk.brake().forget(earlier);
    desk.leave(earlier);
  }
}
