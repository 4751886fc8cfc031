package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.DATAFLOW;
import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the end of a mirror's snapshot lets go, and when it lets nobody go. */
class SnapshotTest {

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, 10, true);

  @BeforeEach
  void earlierRunsAreRemembered() {
    rig.remember(new MapMembershipLog());
  }

  private void run(MembershipChange... changes) {
    rig.restart();
    rig.acceptQuietly(List.of(changes));
    rig.drain();
    rig.closeOut();
  }

  private void snapshot(MembershipChange... records) {
    rig.mirror(true);
    rig.restart();
    rig.acceptQuietly(List.of(records));
    rig.lapse();
    rig.drain();
    rig.closeOut();
  }

  private Set<String> list() {
    return vendor.membersOf("List one").keySet();
  }

  private long held() {
    return rig.counts("a1").warnings().getOrDefault("REMOVALS_BLOCKED", 0L);
  }

  @Test
  void whoIsNotInItIsLetGoAndWhoIsThereWithoutQualifyingStays() {
    run(member("a1", "p", 1, "kp", "n"), member("a1", "q", 1, "kq", "n"));
    run(member("a1", "r", 1, "kr", "n"));

    snapshot(member("a1", "p", 1, "kp", "n"), MembershipChange.sighting(DATAFLOW, "a1", "q"));

    assertThat(list(), containsInAnyOrder("kp", "kq"));
    assertThat(rig.letters, is(empty()));
    assertThat("no change has come that lets r go", rig.counts("a1").activated(), is(3L));
    assertThat(rig.counts("a1").superseded(), is(0L));
    assertThat(rig.counts("a1").removed(), is(1L));
  }

  @Test
  void whoWasLetGoComesBackWithItsOldTime() {
    run(member("a1", "p", 1, "kp", "n"), member("a1", "q", 1, "kq", "n"));
    snapshot(member("a1", "q", 1, "kq", "n"));
    assertThat(list(), containsInAnyOrder("kq"));

    snapshot(member("a1", "p", 1, "kp", "n"), member("a1", "q", 1, "kq", "n"));
    assertThat(list(), containsInAnyOrder("kp", "kq"));
  }

  @Test
  void aRemovalThatWasGivenUpIsOwedAgain() {
    run(member("a1", "p", 1, "kp", "n"), member("a1", "q", 1, "kq", "n"));
    rig.restart();
    rig.acceptQuietly(List.of(exit("a1", "p", 2)));
    rig.abandon();
    assertThat(list(), containsInAnyOrder("kp", "kq"));

    snapshot(member("a1", "q", 1, "kq", "n"));

    assertThat(list(), containsInAnyOrder("kq"));
  }

  @Test
  void oneWithoutAnyProfileLetsNobodyGoAndSaysWhoWouldGo() {
    run(member("a1", "p", 1, "kp", "n"), member("a1", "q", 1, "kq", "n"));
    run(exit("a1", "q", 2));

    snapshot();
    rig.lapse();

    assertThat(list(), containsInAnyOrder("kp"));
    assertThat(
        rig.letters.stream().map(letter -> letter.origin().key()).toList(),
        containsInAnyOrder("p"));
    assertThat(
        rig.letters.stream().map(DeadLetter::reason).toList(),
        everyItem(is(Reason.REMOVALS_BLOCKED)));
    assertThat(
        rig.letters.get(0).words(),
        allOf(
            containsString("the snapshot holds no profile"),
            containsString("--confirm-removals \"a1\"")));
    assertThat("a warning for the list, once", held(), is(1L));
  }

  @Test
  void oneWithoutAnyProfileIsAMistakeThoughNobodyIsKnownToBeThere() {
    snapshot();

    assertThat(rig.letters, is(empty()));
    assertThat(held(), is(1L));
  }

  @Test
  void oneWithoutAnyProfileIsTakenForTrueOnceThatIsConfirmed() {
    run(member("a1", "p", 1, "kp", "n"));
    rig.confirmRemovals();

    snapshot();

    assertThat(list(), is(empty()));
    assertThat(held(), is(0L));
  }

  @Test
  void oneThatHasProfilesOfOtherAudiencesOnlyIsWhole() {
    run(member("a1", "p", 1, "kp", "n"));

    snapshot(MembershipChange.snapshotBegins(DATAFLOW));
    assertThat(list(), containsInAnyOrder("kp"));

    snapshot(MembershipChange.snapshotHasProfiles(DATAFLOW));
    assertThat(list(), is(empty()));
  }

  @Test
  void anAudienceOutsideItsScheduleStaysAsItIs() {
    run(member("a1", "p", 1, "kp", "n"));
    rig.usePlan(
        10,
        true,
        List.of(new Audience("a1", "List one", Instant.MIN, Instant.EPOCH, false, Guard.DEFAULT)));

    snapshot(MembershipChange.snapshotHasProfiles(DATAFLOW));

    assertThat(list(), containsInAnyOrder("kp"));
    assertThat(rig.counts("a1").warnings(), is(Map.of()));
  }
}
