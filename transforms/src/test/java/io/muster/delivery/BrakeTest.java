package io.muster.delivery;

import static io.muster.delivery.DeliveryBench.exit;
import static io.muster.delivery.DeliveryBench.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Removals that are held back because they are too many (docs/delivery.md, "The brake"). */
class BrakeTest {

  private static final int MEMBERS = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryBench bench = new DeliveryBench(vendor, random, 10, true);

  private static List<MembershipChange> joins(int from, int to, int second) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      changes.add(member("a1", "p" + i, second, "k" + i, "n"));
    }
    return changes;
  }

  private static List<MembershipChange> exits(int from, int to, int second) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      changes.add(exit("a1", "p" + i, second, "k" + i));
    }
    return changes;
  }

  private void runWith(List<MembershipChange> changes) {
    bench.restart();
    bench.acceptQuietly(changes);
    bench.drain();
    bench.closeOut();
  }

  @Test
  void tooManyRemovalsAreHeldBackAndAdditionsGoOn() {
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 31, 2);
    changes.addAll(joins(MEMBERS, MEMBERS + 5, 2));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 5)));
    assertThat(bench.letters, hasSize(31));
    assertThat(
        bench.letters.stream().map(DeadLetter::reason).toList(),
        everyItem(is(Reason.REMOVALS_BLOCKED)));
    assertThat(
        bench.letters.get(0).words(),
        containsString(
            "31 removals from the list \"List one\", which is known to hold 100 members"));
    assertThat(bench.letters.get(0).words(), containsString("--confirm-removals \"a1\""));
    assertThat(bench.notices, hasSize(1));
    assertThat(bench.counts("a1").failed(), is(31L));
    assertThat(bench.counts("a1").pending(), is(0L));
  }

  @Test
  void asManyAsTheGuardAllowsAreRemoved() {
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 30, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 30)));
    assertThat(bench.letters, is(empty()));
  }

  @ParameterizedTest
  @CsvSource({"0.29, 29, 29%", "0.57, 57, 57%", "0.125, 12, 12.5%", "0.007, 0, 0.7%"})
  void aPartIsReckonedAsItIsWritten(double part, int allowed, String written) {
    bench.usePlan(
        10,
        true,
        List.of(
            new Audience(
                "a1", "List one", Instant.MIN, Instant.MAX, false, new Guard(part, MEMBERS))));
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, allowed, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - allowed)));
    assertThat(bench.letters, is(empty()));

    runWith(joins(0, MEMBERS, 3));
    runWith(exits(0, allowed + 1, 4));
    assertThat(bench.letters, hasSize(allowed + 1));
    assertThat(
        bench.letters.get(0).words(), containsString("guard.maxRemovals allows " + written + ":"));
  }

  @Test
  void aGuardOfAllHoldsNothingBackWhateverIsKnownOfTheList() {
    Audience free =
        new Audience("a1", "List one", Instant.MIN, Instant.MAX, false, new Guard(1, 0));
    bench.usePlan(10, true, List.of(free));
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(joins(MEMBERS, 2 * MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 2 * MEMBERS, 2));
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(0)));
  }

  /** What a later run is told, should this one die. */
  private long knownToBeHeld() {
    bench.clock.advance(Duration.ofMinutes(2));
    bench.pending();
    return bench.registry.find("bench", new ListRef("flow", "a1")).orElseThrow().members();
  }

  @Test
  void whatAListHoldsIsWrittenDownOnceAMinuteAtMostAndOnlyWhereItHasChanged() {
    for (int from = 0; from < MEMBERS; from += 10) {
      bench.acceptQuietly(joins(from, from + 10, 1));
      bench.drain();
    }
    assertThat("within a minute", bench.registry.timesTold(), is(1));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
    assertThat("nothing has changed since", bench.registry.timesTold(), is(2));
  }

  private static List<MembershipChange> otherFields(int from, int to, int second) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      changes.add(member("a1", "p" + i, second, "k" + i, "other"));
    }
    return changes;
  }

  @Test
  void aMemberThatIsSentAgainIsOneMember() {
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(otherFields(0, 30, 2));
    bench.drain();

    assertThat("a call for each", bench.counts("a1").added(), is(MEMBERS + 30L));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
  }

  @Test
  void aStrangerThatIsRemovedTakesNoneAway() {
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(MEMBERS, MEMBERS + 30, 2));
    bench.drain();

    assertThat(bench.counts("a1").removed(), is(30L));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
  }

  @Test
  void aMemberThatWasGivenUpIsNotKnownToBeHeld() {
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(otherFields(0, 30, 2));
    bench.abandon();

    assertThat(knownToBeHeld(), is(MEMBERS - 30L));
  }

  @Test
  void whoIsKnownToHaveLeftAndComesAndGoesUnsentTakesNothingAway() {
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(exits(0, 30, 2));
    bench.drain();
    List<MembershipChange> changes = joins(0, 10, 3);
    changes.addAll(exits(0, 10, 4));
    changes.addAll(exits(30, 40, 4));
    bench.acceptQuietly(changes);
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 40)));
  }

  /** The list is gone at the vendor, which the next call of the same run finds out. */
  private void makeTheListAnew() {
    bench.clock.advance(Duration.ofMinutes(10));
    vendor.deleteList("List one");
    bench.acceptQuietly(joins(MEMBERS, MEMBERS + 1, 3));
    bench.drain();
  }

  @Test
  void aListThatIsMadeAnewIsKnownToHoldWhatItWasGivenSince() {
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    makeTheListAnew();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1)));
    assertThat(knownToBeHeld(), is(MEMBERS + 1L));
  }

  @Test
  void aListThatIsMadeAnewIsNotMeasuredByWhatTheOneBeforeHeld() {
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(joins(0, 60, 2));
    bench.drain();
    makeTheListAnew();
    bench.acceptQuietly(exits(0, 40, 4));
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(21)));
  }

  @Test
  void strangersToAListThatIsMadeAnewAreNobodyThatTheOneBeforeHeld() {
    bench.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(joins(0, 60, 2));
    bench.drain();
    makeTheListAnew();
    List<MembershipChange> changes = exits(2 * MEMBERS, 2 * MEMBERS + 25, 4);
    changes.addAll(exits(0, 5, 4));
    bench.acceptQuietly(changes);
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(56)));
  }

  @Test
  void removalsFromAListThatIsGoneAreNoneOfTheOneThatIsMadeAnew() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 25, 2));
    bench.drain();
    makeTheListAnew();
    bench.acceptQuietly(exits(25, 40, 4));
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1 - 40)));
  }

  @Test
  void aRemovalIsOverAnHourAfterItWasMade() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 25, 2));
    bench.drain();
    bench.clock.advance(Duration.ofHours(1));
    bench.acceptQuietly(exits(25, 45, 3));
    bench.drain();

    assertThat(bench.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 45)));
  }

  @Test
  void whoWasRemovedMoreThanAnHourAgoIsNotHeldAnyMore() {
    bench.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(exits(0, 30, 2));
    bench.drain();
    bench.clock.advance(Duration.ofMinutes(61));
    bench.acceptQuietly(exits(30, 55, 3));
    bench.drain();

    assertThat("25 of the 70 that are left", bench.letters, hasSize(25));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(70)));
  }

  @Test
  void aSmallListIsNotGuarded() {
    runWith(joins(0, 49, 1));
    runWith(exits(0, 49, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(0)));
  }

  @Test
  void aListOfTheLeastSizeIsGuarded() {
    runWith(joins(0, 50, 1));
    runWith(exits(0, 16, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(50)));
    assertThat(bench.letters, hasSize(16));
  }

  @Test
  void anAlwaysOnJobIsMeasuredByWhatTheRunBeforeHasLeftToo() {
    bench.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 31, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(bench.letters, hasSize(31));
  }

  @Test
  void whoComesBackIsNoRemoval() {
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 40, 2);
    changes.addAll(joins(0, 15, 3));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 25)));
    assertThat(bench.letters, is(empty()));
  }

  @Test
  void confirmedRemovalsAreMade() {
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    bench.confirmRemovals();
    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(0)));
  }

  @Test
  void anExitThatWasHeldBackIsMadeWhenItComesAgainConfirmed() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 60, 2));
    bench.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    bench.confirmRemovals();
    bench.acceptQuietly(exits(0, 60, 2));
    bench.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 60)));
    assertThat(bench.leftovers(), is(0));
  }

  @Test
  void anAlwaysOnJobIsMeasuredOverAnHour() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 20, 2));
    bench.drain();
    bench.clock.advance(Duration.ofMinutes(30));
    bench.acceptQuietly(exits(20, 40, 3));
    bench.drain();
    assertThat("20 of 100 gone, 20 held back", vendor.membersOf("List one"), is(aMapWithSize(80)));

    bench.clock.advance(Duration.ofMinutes(61));
    bench.acceptQuietly(exits(40, 60, 4));
    bench.drain();
    assertThat("another 20 of 80", vendor.membersOf("List one"), is(aMapWithSize(60)));
  }

  @Test
  void aRunThatDiesLeavesTheNextOneSomethingToMeasureBy() {
    bench.accept(joins(0, MEMBERS, 1));
    bench.wake(Urgency.EVERYTHING);
    bench.wake(Urgency.EVERYTHING);
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void whatWasHeldBackIsHeldBackAgainWhenTheSameComesAgain() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 60, 2));
    runWith(exits(0, 60, 2));
    runWith(exits(0, 60, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(bench.letters, hasSize(180));
    assertThat(bench.counts("a1").pending(), is(0L));
  }

  @Test
  void theOnesThatWereHeldBackCountWithThoseThatLeaveNow() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 40, 2));
    runWith(exits(20, 60, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void removalsThatARunLeftOwedWhenItDiedAreGuardedInTheNextOne() {
    MapMembershipLog log = new MapMembershipLog();
    bench.remember(log);
    runWith(joins(0, MEMBERS, 1));
    bench.restart();
    bench.acceptQuietly(exits(0, 60, 2));
    runWith(joins(MEMBERS, MEMBERS + 1, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1)));
    assertThat(bench.letters, is(empty()));
    assertThat(bench.counts("a1").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(60L));

    bench.confirmRemovals();
    runWith(joins(MEMBERS, MEMBERS + 1, 3));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1 - 60)));
  }

  @Test
  void whoTheListIsKnownNotToHoldIsNoRemoval() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 5, 2);
    changes.addAll(exits(MEMBERS, MEMBERS + 40, 2));
    changes.addAll(joins(MEMBERS + 40, MEMBERS + 80, 2));
    changes.addAll(exits(MEMBERS + 40, MEMBERS + 80, 3));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 5)));
    assertThat(bench.letters, is(empty()));
  }

  @Test
  void whatIsRememberedIsMeasuredByWhereTheRegistryKnowsLess() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    bench.registry.remember("bench", Map.of(new ListRef(DeliveryBench.DATAFLOW, "a1"), 5L));
    runWith(exits(0, 60, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void whereNothingIsBelievedWhoLeftLongAgoIsNoRemovalAndTheOthersAre() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, 2 * MEMBERS, 1));
    runWith(exits(0, 50, 2));
    runWith(exits(50, 90, 3));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(110)));

    bench.use(Recall.DOUBTED);
    List<MembershipChange> snapshot = exits(0, 90, 4);
    snapshot.addAll(joins(90, 2 * MEMBERS, 4));
    runWith(snapshot);
    assertThat(bench.letters, is(empty()));

    snapshot = exits(0, 90, 5);
    snapshot.addAll(exits(90, 140, 5));
    runWith(snapshot);
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(110)));
  }

  @Test
  void anAlwaysOnJobHoldsBackAgainWhatComesAgainAfterTheHour() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 60, 2));
    bench.drain();
    bench.clock.advance(Duration.ofMinutes(61));
    bench.acceptQuietly(exits(0, 60, 2));
    bench.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(bench.letters, hasSize(120));
  }

  @Test
  void removalsThatWaitForLongerThanTheHourAreStillCounted() {
    bench.guardOverAnHour();
    bench.acceptQuietly(joins(0, MEMBERS, 1));
    bench.drain();
    bench.acceptQuietly(exits(0, 60, 2));
    bench.clock.advance(Duration.ofMinutes(90));
    bench.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void aSnapshotOfNobodyWarnsOfEachWhomItHoldsBackAndOnceWhereThereIsNobody() {
    bench.remember(new MapMembershipLog());
    runWith(joins(0, 7, 1));

    bench.mirror(true);
    bench.restart();
    bench.acceptQuietly(List.of(MembershipChange.snapshotBegins(DeliveryBench.DATAFLOW)));
    bench.lapse();
    bench.drain();
    bench.closeOut();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(7)));
    assertThat(bench.letters, hasSize(7));
    assertThat(bench.counts("a1").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(7L));
    assertThat(bench.counts("a2").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(1L));
  }
}
