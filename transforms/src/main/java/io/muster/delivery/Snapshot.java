package io.muster.delivery;

import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourceRecord;
import java.time.Clock;

/** What a mirror's input says by what it lacks: who isn't in it is let go. */
final class Snapshot {

  private final ConnectionPlan plan;
  private final ConnectionMemory memory;
  private final CachedStore store;
  private final Clock clock;
  private final Letters letters;
  private final MembershipLog log;
  private final Desks desks;

  Snapshot(StepTools tools, ConnectionMemory memory, MembershipLog log, Desks desks) {
    this.plan = tools.plan();
    this.memory = memory;
    this.store = tools.store();
    this.clock = tools.clock();
    this.letters = tools.letters();
    this.log = log;
    this.desks = desks;
  }

  /** A profile is in it. Of other runs' inputs nothing is kept. */
  void has(ListRef list, String profileId) {
    if (plan.mirror()) {
      memory.snapshotSeen = true;
      store.see(list, profileId);
    }
  }

  /** A profile is in it with nothing that qualifies, or it has only begun. */
  void sight(MembershipChange sighting) {
    memory.snapshotSeen |= sighting.sightsSomebody();
    if (!sighting.audience().isEmpty()) {
      store.see(new ListRef(sighting.dataflow(), sighting.audience()), sighting.profileId());
    }
  }

  /**
   * At its end: lets go in each list of the connection who isn't in it. Nothing else, and nothing a
   * second time. Where the snapshot holds no profile at all, letters say what would go.
   */
  void lapse() {
    if (!plan.mirror() || memory.lapsed) {
      return;
    }
    memory.lapsed = true;
    for (ListPlan list : plan.lists()) {
      if (list.audience().isActiveAt(clock.instant())) {
        ListDesk desk = desks.of(list.ref());
        boolean blind = !memory.snapshotSeen && !list.removalsConfirmed();
        Lapse lapse = new Lapse(desk, blind);
        log.recall(list.ref(), lapse);
        if (blind && !lapse.heldBack) {
          // Told of even where nobody is known to be there: an empty snapshot is a mistake.
          desk.tally().warning(Reason.REMOVALS_BLOCKED);
        }
      }
    }
  }

  /** Is shown who was in a list. */
  private final class Lapse implements MembershipLog.Reader {
    private final ListDesk desk;
    private final boolean blind;
    private boolean heldBack;

    Lapse(ListDesk desk, boolean blind) {
      this.desk = desk;
      this.blind = blind;
    }

    @Override
    public void read(MembershipNote note, boolean first) {
      ListRef ref = desk.plan().ref();
      if (!(note instanceof MembershipNote.OfProfile profile)
          || store.isSeen(ref, profile.profileId())) {
        return;
      }
      store.see(ref, profile.profileId());
      if (blind) {
        holdBack(profile.profileId());
      } else {
        desk.settlement().lapse(profile.profileId(), memory.nextChange++);
      }
      store.relieve();
    }

    private void holdBack(String profileId) {
      ListRef ref = desk.plan().ref();
      if (store.profile(ref, profileId).filter(ProfileEntry::holds).isEmpty()) {
        return;
      }
      heldBack = true;
      desk.tally().warning(Reason.REMOVALS_BLOCKED);
      letters.write(
          Reason.REMOVALS_BLOCKED,
          "the snapshot holds no profile, so nobody is let go from the list \"%s\"; if that is right, run again with --confirm-removals \"%s\""
              .formatted(desk.plan().audience().name(), desk.plan().audience().id()),
          ref,
          SourceRecord.none(profileId));
    }
  }
}
