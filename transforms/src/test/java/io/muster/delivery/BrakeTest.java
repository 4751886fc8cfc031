package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Removals that are held back because they are too many (docs/delivery.md, "The brake"). */
class BrakeTest {

  private static final int MEMBERS = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, 10, true);

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
    rig.restart();
    rig.acceptQuietly(changes);
    rig.drain();
    rig.closeOut();
  }

  @Test
  void tooManyRemovalsAreHeldBackAndAdditionsGoOn() {
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 31, 2);
    changes.addAll(joins(MEMBERS, MEMBERS + 5, 2));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 5)));
    assertThat(rig.letters, hasSize(31));
    assertThat(
        rig.letters.stream().map(DeadLetter::reason).toList(),
        everyItem(is(Reason.REMOVALS_BLOCKED)));
    assertThat(
        rig.letters.get(0).words(),
        containsString(
            "31 removals from the list \"List one\", which is known to hold 100 members"));
    assertThat(rig.letters.get(0).words(), containsString("--confirm-removals \"a1\""));
    assertThat(rig.notices, hasSize(1));
    assertThat(rig.counts("a1").failed(), is(31L));
    assertThat(rig.counts("a1").pending(), is(0L));
  }

  @Test
  void asManyAsTheGuardAllowsAreRemoved() {
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 30, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 30)));
    assertThat(rig.letters, is(empty()));
  }

  @ParameterizedTest
  @CsvSource({"0.29, 29, 29%", "0.57, 57, 57%", "0.125, 12, 12.5%", "0.007, 0, 0.7%"})
  void aPartIsReckonedAsItIsWritten(double part, int allowed, String written) {
    rig.usePlan(
        10,
        true,
        List.of(
            new Audience(
                "a1", "List one", Instant.MIN, Instant.MAX, false, new Guard(part, MEMBERS))));
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, allowed, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - allowed)));
    assertThat(rig.letters, is(empty()));

    runWith(joins(0, MEMBERS, 3));
    runWith(exits(0, allowed + 1, 4));
    assertThat(rig.letters, hasSize(allowed + 1));
    assertThat(
        rig.letters.get(0).words(), containsString("guard.maxRemovals allows " + written + ":"));
  }

  @Test
  void aGuardOfAllHoldsNothingBackWhateverIsKnownOfTheList() {
    Audience free =
        new Audience("a1", "List one", Instant.MIN, Instant.MAX, false, new Guard(1, 0));
    rig.usePlan(10, true, List.of(free));
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(joins(MEMBERS, 2 * MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 2 * MEMBERS, 2));
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(0)));
  }

  /** What a later run is told, should this one die. */
  private long knownToBeHeld() {
    rig.clock.advance(Duration.ofMinutes(2));
    rig.pending();
    return rig.registry.find("rig", new ListRef("flow", "a1")).orElseThrow().members();
  }

  @Test
  void whatAListHoldsIsWrittenDownOnceAMinuteAtMostAndOnlyWhereItHasChanged() {
    for (int from = 0; from < MEMBERS; from += 10) {
      rig.acceptQuietly(joins(from, from + 10, 1));
      rig.drain();
    }
    assertThat("within a minute", rig.registry.timesTold(), is(1));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
    assertThat("nothing has changed since", rig.registry.timesTold(), is(2));
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
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(otherFields(0, 30, 2));
    rig.drain();

    assertThat("a call for each", rig.counts("a1").added(), is(MEMBERS + 30L));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
  }

  @Test
  void aStrangerThatIsRemovedTakesNoneAway() {
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(MEMBERS, MEMBERS + 30, 2));
    rig.drain();

    assertThat(rig.counts("a1").removed(), is(30L));
    assertThat(knownToBeHeld(), is((long) MEMBERS));
  }

  @Test
  void aMemberThatWasGivenUpIsNotKnownToBeHeld() {
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(otherFields(0, 30, 2));
    rig.abandon();

    assertThat(knownToBeHeld(), is(MEMBERS - 30L));
  }

  @Test
  void whoIsKnownToHaveLeftAndComesAndGoesUnsentTakesNothingAway() {
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(exits(0, 30, 2));
    rig.drain();
    List<MembershipChange> changes = joins(0, 10, 3);
    changes.addAll(exits(0, 10, 4));
    rig.acceptQuietly(changes);
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 30)));
  }

  /** The list is gone at the vendor, which the next call of the same run finds out. */
  private void makeTheListAnew() {
    rig.clock.advance(Duration.ofMinutes(10));
    vendor.deleteList("List one");
    rig.acceptQuietly(joins(MEMBERS, MEMBERS + 1, 3));
    rig.drain();
  }

  @Test
  void aListThatIsMadeAnewIsKnownToHoldWhatItWasGivenSince() {
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    makeTheListAnew();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1)));
    assertThat(knownToBeHeld(), is(MEMBERS + 1L));
  }

  @Test
  void aListThatIsMadeAnewIsNotMeasuredByWhatTheOneBeforeHeld() {
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(joins(0, 60, 2));
    rig.drain();
    makeTheListAnew();
    rig.acceptQuietly(exits(0, 40, 4));
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(21)));
  }

  @Test
  void strangersToAListThatIsMadeAnewAreNobodyThatTheOneBeforeHeld() {
    rig.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(joins(0, 60, 2));
    rig.drain();
    makeTheListAnew();
    List<MembershipChange> changes = exits(2 * MEMBERS, 2 * MEMBERS + 25, 4);
    changes.addAll(exits(0, 5, 4));
    rig.acceptQuietly(changes);
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(56)));
  }

  @Test
  void removalsFromAListThatIsGoneAreNoneOfTheOneThatIsMadeAnew() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 25, 2));
    rig.drain();
    makeTheListAnew();
    rig.acceptQuietly(exits(25, 40, 4));
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1 - 40)));
  }

  @Test
  void aRemovalIsOverAnHourAfterItWasMade() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 25, 2));
    rig.drain();
    rig.clock.advance(Duration.ofHours(1));
    rig.acceptQuietly(exits(25, 45, 3));
    rig.drain();

    assertThat(rig.letters, is(empty()));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 45)));
  }

  @Test
  void whoWasRemovedMoreThanAnHourAgoIsNotHeldAnyMore() {
    rig.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(exits(0, 30, 2));
    rig.drain();
    rig.clock.advance(Duration.ofMinutes(61));
    rig.acceptQuietly(exits(30, 55, 3));
    rig.drain();

    assertThat("25 of the 70 that are left", rig.letters, hasSize(25));
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
    assertThat(rig.letters, hasSize(16));
  }

  @Test
  void anAlwaysOnJobIsMeasuredByWhatTheRunBeforeHasLeftToo() {
    rig.guardOverAnHour();
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 31, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(rig.letters, hasSize(31));
  }

  @Test
  void whoComesBackIsNoRemoval() {
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 40, 2);
    changes.addAll(joins(0, 15, 3));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 25)));
    assertThat(rig.letters, is(empty()));
  }

  @Test
  void confirmedRemovalsAreMade() {
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    rig.confirmRemovals();
    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(0)));
  }

  @Test
  void anExitThatWasHeldBackIsMadeWhenItComesAgainConfirmed() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    rig.confirmRemovals();
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 60)));
    assertThat(rig.leftovers(), is(0));
  }

  /** The call with the first ten was not answered: the vendor may have let them go. */
  @ParameterizedTest
  @EnumSource(Since.class)
  void aRemovalThatIsHeldBackOnItsWayIsNotTakenForNeverMade(Since since) {
    rig.remember(new MapMembershipLog());
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    vendor.answer(
        new VendorAnswer.Retry<>(
            Cause.UNAVAILABLE, new Problem(0, "no answer", true), Duration.ZERO));
    if (since == Since.THE_PROCESS_DIED) {
      rig.callBy(new HeldAnswers());
    }
    rig.acceptQuietly(exits(0, 10, 2));
    rig.wake(Urgency.EVERYTHING);
    if (since == Since.THE_PROCESS_DIED) {
      rig.restart();
      rig.callBy(Errands.inPlace());
    }
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();
    if (since == Since.ANOTHER_RUN_BEGAN) {
      rig.closeOut();
      rig.restart();
    }
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    vendor.calls().clear();

    rig.acceptQuietly(joins(0, 20, 3));
    rig.drain();
    List<String> sent =
        vendor.calls().stream()
            .flatMap(batch -> batch.operations().stream())
            .map(operation -> operation.action() + " " + operation.member().key())
            .toList();
    assertThat(
        sent,
        containsInAnyOrder(
            IntStream.range(0, 10).mapToObj(i -> "ADD k" + i).toArray(String[]::new)));
  }

  /** The first ten have gone after the checkpoint that was gone back to. */
  @Test
  void norIsOneThatAnEarlierLifeOfTheRunHasMade() {
    rig.remember(new MapMembershipLog());
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.checkpoint();
    rig.acceptQuietly(exits(0, 10, 2));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 10)));
    rig.restore();
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();
    rig.closeOut();
    rig.restart();

    rig.acceptQuietly(joins(0, 60, 3));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  /** Their new fields were given up, so it isn't certain any more that the list holds them. */
  @Test
  void membersThatWereThereAndGivenUpCountWhenTheyLeave() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    vendor.withFaults(1);
    for (int i = 0; i < 60; i++) {
      rig.acceptQuietly(List.of(member("a1", "p" + i, 2, "k" + i, "new")));
    }
    rig.endWithin(Duration.ofHours(1));
    vendor.withFaults(0);
    assertThat(rig.letters, hasSize(60));
    rig.acceptQuietly(exits(0, 60, 3));
    rig.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(rig.letters, hasSize(120));
  }

  /** Somebody needed them in between, but not for long enough for them to be added again. */
  @Test
  void membersThatAreGoneCountUntilTheyAreBack() {
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(exits(0, 30, 2));
    rig.drain();
    rig.acceptQuietly(joins(0, 30, 3));
    rig.acceptQuietly(exits(0, 60, 4));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 30)));

    rig.acceptQuietly(joins(0, 60, 5));
    rig.drain();
    rig.acceptQuietly(exits(30, 60, 6));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 30)));
    assertThat(vendor.membersOf("List one").keySet(), hasItem("k0"));
  }

  private enum Since {
    NOTHING_HAPPENED,
    ANOTHER_RUN_BEGAN,
    THE_PROCESS_DIED
  }

  @Test
  void anAlwaysOnJobIsMeasuredOverAnHour() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 20, 2));
    rig.drain();
    rig.clock.advance(Duration.ofMinutes(30));
    rig.acceptQuietly(exits(20, 40, 3));
    rig.drain();
    assertThat("20 of 100 gone, 20 held back", vendor.membersOf("List one"), is(aMapWithSize(80)));

    rig.clock.advance(Duration.ofMinutes(61));
    rig.acceptQuietly(exits(40, 60, 4));
    rig.drain();
    assertThat("another 20 of 80", vendor.membersOf("List one"), is(aMapWithSize(60)));
  }

  @Test
  void aRunThatDiesLeavesTheNextOneSomethingToMeasureBy() {
    rig.accept(joins(0, MEMBERS, 1));
    rig.wake(Urgency.EVERYTHING);
    rig.wake(Urgency.EVERYTHING);
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));

    runWith(exits(0, MEMBERS, 2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void aRunThatDiesAfterItsRemovalsLeavesTheNextOneWhatIsLeftToMeasureBy() {
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    for (int from = 0; from < 28; from += 14) {
      rig.accept(exits(from, from + 14, 2));
      rig.wake(Urgency.EVERYTHING);
      rig.wake(Urgency.EVERYTHING);
    }
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 28)));

    runWith(exits(28, 53, 3)); // of what the first of its batches left, as many might go
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 28)));
  }

  @Test
  void whatWasHeldBackIsHeldBackAgainWhenTheSameComesAgain() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 60, 2));
    runWith(exits(0, 60, 2));
    runWith(exits(0, 60, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(rig.letters, hasSize(180));
    assertThat(rig.counts("a1").pending(), is(0L));
  }

  @Test
  void theOnesThatWereHeldBackCountWithThoseThatLeaveNow() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    runWith(exits(0, 40, 2));
    runWith(exits(20, 60, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void removalsThatARunLeftOwedWhenItDiedAreGuardedInTheNextOne() {
    MapMembershipLog log = new MapMembershipLog();
    rig.remember(log);
    runWith(joins(0, MEMBERS, 1));
    rig.restart();
    rig.acceptQuietly(exits(0, 60, 2));
    runWith(joins(MEMBERS, MEMBERS + 1, 3));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1)));
    assertThat(rig.letters, is(empty()));
    assertThat(rig.counts("a1").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(60L));

    rig.confirmRemovals();
    runWith(joins(MEMBERS, MEMBERS + 1, 3));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS + 1 - 60)));
  }

  @Test
  void whoTheListIsKnownNotToHoldIsNoRemoval() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    List<MembershipChange> changes = exits(0, 5, 2);
    changes.addAll(exits(MEMBERS, MEMBERS + 40, 2));
    changes.addAll(joins(MEMBERS + 40, MEMBERS + 80, 2));
    changes.addAll(exits(MEMBERS + 40, MEMBERS + 80, 3));
    runWith(changes);

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS - 5)));
    assertThat(rig.letters, is(empty()));
  }

  @Test
  void whatIsRememberedIsMeasuredByWhereTheRegistryKnowsLess() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, MEMBERS, 1));
    rig.registry.remember("rig", Map.of(new ListRef(DeliveryRig.DATAFLOW, "a1"), 5L));
    runWith(exits(0, 60, 2));

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void whereNothingIsBelievedWhoLeftLongAgoIsNoRemovalAndTheOthersAre() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, 2 * MEMBERS, 1));
    runWith(exits(0, 50, 2));
    runWith(exits(50, 90, 3));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(110)));

    rig.use(Recall.DOUBTED);
    List<MembershipChange> snapshot = exits(0, 90, 4);
    snapshot.addAll(joins(90, 2 * MEMBERS, 4));
    runWith(snapshot);
    assertThat(rig.letters, is(empty()));

    snapshot = exits(0, 90, 5);
    snapshot.addAll(exits(90, 140, 5));
    runWith(snapshot);
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(110)));
  }

  @Test
  void anAlwaysOnJobHoldsBackAgainWhatComesAgainAfterTheHour() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();
    rig.clock.advance(Duration.ofMinutes(61));
    rig.acceptQuietly(exits(0, 60, 2));
    rig.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
    assertThat(rig.letters, hasSize(120));
  }

  @Test
  void removalsThatWaitForLongerThanTheHourAreStillCounted() {
    rig.guardOverAnHour();
    rig.acceptQuietly(joins(0, MEMBERS, 1));
    rig.drain();
    rig.acceptQuietly(exits(0, 60, 2));
    rig.clock.advance(Duration.ofMinutes(90));
    rig.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(MEMBERS)));
  }

  @Test
  void aSnapshotOfNobodyWarnsOfEachWhomItHoldsBackAndOnceWhereThereIsNobody() {
    rig.remember(new MapMembershipLog());
    runWith(joins(0, 7, 1));

    rig.mirror(true);
    rig.restart();
    rig.acceptQuietly(List.of(MembershipChange.snapshotBegins(DeliveryRig.DATAFLOW)));
    rig.lapse();
    rig.drain();
    rig.closeOut();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(7)));
    assertThat(rig.letters, hasSize(7));
    assertThat(rig.counts("a1").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(7L));
    assertThat(rig.counts("a2").warnings().get(Reason.REMOVALS_BLOCKED.name()), is(1L));
  }
}
