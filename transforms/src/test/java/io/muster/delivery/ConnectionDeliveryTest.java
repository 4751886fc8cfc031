package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.atLine;
import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.Action;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.MemberBatch;
import io.muster.destination.VendorLists;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.Version;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection's delivery does, case by case. */
class ConnectionDeliveryTest {

  private static final int BATCH = 10;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, BATCH, true);

  private static List<MembershipChange> members(int from, int to) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      changes.add(member("a1", "p" + i, i, "k" + i, "n" + i));
    }
    return changes;
  }

  private List<MemberBatch.Operation> operations() {
    return vendor.calls().stream().flatMap(call -> call.operations().stream()).toList();
  }

  @Test
  void aVendorThatRemovesOneByOneGetsACallForEachRemovalAndWholeBatchesOfAdditions() {
    rig.usePlan(BATCH, false, List.of(DeliveryRig.audience("a1", "List one")));
    rig.limitRemovals(1);
    rig.accept(members(0, 3 * BATCH));
    rig.drain();
    int added = vendor.calls().size();
    rig.accept(List.of(exit("a1", "p0", 100), exit("a1", "p1", 100), exit("a1", "p2", 100)));
    rig.drain();

    assertThat(added, is(3));
    assertThat(
        vendor.calls().subList(added, vendor.calls().size()).stream()
            .map(call -> call.operations().size())
            .toList(),
        contains(1, 1, 1));
    assertThat(rig.counts("a1").removed(), is(3L));
    assertThat(rig.counts("a1").calls(), is(6L));
  }

  @Test
  void anAdditionARemovalAndAnAdditionInOneBatchEndAsTheNewestSays() {
    rig.accept(
        List.of(
            member("a1", "p", 1, "k", "one"),
            exit("a1", "p", 2),
            member("a1", "p", 3, "k", "three")));
    rig.drain();

    assertThat(vendor.membersOf("List one"), hasKey("k"));
    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").superseded(), is(2L));
    assertThat(rig.counts("a1").activated(), is(1L));
  }

  @Test
  void theSameAcrossBatchesAndOutOfOrderEndsAsTheNewestSays() {
    rig.accept(List.of(member("a1", "p", 3, "k", "three")));
    rig.drain();
    rig.accept(List.of(exit("a1", "p", 2)));
    rig.drain();
    rig.accept(List.of(member("a1", "p", 1, "k", "one")));
    rig.drain();

    assertThat(vendor.membersOf("List one").get("k").get("name"), is("three"));
    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").superseded(), is(2L));
  }

  @Test
  void anAdditionAndARemovalThatMeetBecomeARemovalAndNeverNothing() {
    rig.accept(List.of(member("a1", "p", 1, "k", "one"), exit("a1", "p", 2)));
    rig.drain();

    assertThat(operations(), hasSize(1));
    assertThat(operations().get(0).action(), is(Action.REMOVE));
  }

  /** More than a step keeps to itself. */
  @Test
  void aStepOverVeryManyMembersLosesNone() {
    int many = 2 * CachedStore.MOST + 7;
    rig.usePlan(CachedStore.MOST, true, List.of(DeliveryRig.audience("a1", "List one")));
    rig.remember(new MapMembershipLog());
    rig.confirmRemovals();
    rig.accept(
        IntStream.range(0, many)
            .mapToObj(i -> member("a1", "p" + i, 1, "k" + i, "n" + i))
            .toList());
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), hasSize(many));
    assertThat(rig.counts("a1").activated(), is((long) many));

    rig.restart();
    rig.accept(IntStream.range(7, many).mapToObj(i -> exit("a1", "p" + i, 2)).toList());
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), hasSize(7));
    assertThat(rig.counts("a1").activated(), is(2L * many - 7));
  }

  /** As Kafka has it: its timestamp stands in for an absent {@code changedAt}. */
  private static MembershipChange timed(MembershipChange change, int second) {
    Version version = change.version();
    return change.at(
        new Version(
            version.qualifiedAt(),
            version.exit(),
            Instant.EPOCH.plusSeconds(second),
            version.position()));
  }

  @Test
  void aLetterIsItsRecordAgainThoughItDoesNotSayWhenThatWasWritten() {
    rig.remember(new MapMembershipLog());
    rig.accept(List.of(timed(member("a1", "p", 1, "k", "one"), 5)));
    rig.accept(List.of(timed(member("a1", "q", 2, "l", "two"), 5)));
    rig.abandon();
    rig.use(Recall.AS_READ);
    rig.restart();

    // One was mended in the letter.
    rig.accept(List.of(member("a1", "p", 1, "k", "one"), member("a1", "q", 2, "l", "another")));
    rig.drain();

    assertThat(vendor.membersOf("List one").get("k").get("name"), is("one"));
    assertThat(vendor.membersOf("List one").get("l").get("name"), is("another"));
  }

  @Test
  void aLetterThatIsOlderThanWhatAnotherRunHasDeliveredChangesNothing() {
    rig.remember(new MapMembershipLog());
    rig.accept(List.of(timed(member("a1", "p", 1, "k", "one"), 5)));
    rig.abandon();
    rig.restart();
    rig.accept(List.of(timed(member("a1", "p", 2, "k", "two"), 6)));
    rig.drain();
    rig.use(Recall.AS_READ);
    rig.restart();

    rig.accept(List.of(member("a1", "p", 1, "k", "one")));
    rig.drain();

    assertThat(vendor.membersOf("List one").get("k").get("name"), is("two"));
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void aSharedMemberStaysUntilTheLastProfileLeaves() {
    rig.accept(List.of(member("a1", "p", 1, "k", "same"), member("a1", "q", 2, "k", "same")));
    rig.drain();
    rig.accept(List.of(exit("a1", "p", 3)));
    rig.drain();
    assertThat(vendor.membersOf("List one"), hasKey("k"));
    assertThat(rig.counts("a1").unchanged(), is(1L));

    rig.accept(List.of(exit("a1", "q", 4)));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(anEmptyMap()));
    assertThat(vendor.calls(), hasSize(2));
  }

  @Test
  void whenTheNewestSharerLeavesTheMemberGetsTheNextOnesFields() {
    rig.accept(List.of(member("a1", "p", 1, "k", "old"), member("a1", "q", 2, "k", "new")));
    rig.drain();
    assertThat(vendor.membersOf("List one").get("k").get("name"), is("new"));

    rig.accept(List.of(exit("a1", "q", 3)));
    rig.drain();
    assertThat(vendor.membersOf("List one").get("k").get("name"), is("old"));
  }

  @Test
  void anExitOfAProfileNeverSeenDoesNotWaitForTheMemberThatAnotherNeeds() {
    rig.acceptQuietly(List.of(member("a1", "p", 1, "k", "needed"), exit("a1", "stranger", 2, "k")));
    assertThat(rig.counts("a1").unchanged(), is(1L));
    rig.drain();

    assertThat(vendor.membersOf("List one"), hasKey("k"));
    assertThat(rig.counts("a1").activated(), is(1L));
  }

  @Test
  void anExitStillKnowsItsMemberAfterItHasComeAgain() {
    rig.accept(List.of(member("a1", "p", 1, "k", "n")));
    rig.drain();
    rig.accept(List.of(exit("a1", "p", 2)));
    rig.drain();
    rig.accept(List.of(exit("a1", "p", 3)));
    rig.drain();
    assertThat(rig.counts("a1").unchanged(), is(1L));

    // The vendor may be ahead of what is restored, so the removal is owed again.
    rig.checkpoint();
    rig.restore();
    rig.accept(List.of(exit("a1", "p", 4)));
    rig.drain();
    assertThat(rig.counts("a1").excluded(), is(0L));
    assertThat(rig.counts("a1").removed(), is(2L));
  }

  /** Only their places in the source tell the changes apart. */
  @Test
  void aSharerWhoseRecordComesAgainFromALaterPlaceIsTheNewest() {
    rig.accept(
        List.of(
            atLine(1, member("a1", "p", 1, "k", "of p")),
            atLine(2, member("a1", "q", 1, "k", "of q"))));
    rig.drain();
    assertThat(vendor.membersOf("List one").get("k").get("name"), is("of q"));

    rig.accept(List.of(atLine(3, member("a1", "p", 1, "k", "of p"))));
    rig.drain();
    assertThat(vendor.membersOf("List one").get("k").get("name"), is("of p"));
  }

  /** A call that carries the first change is under way; its answer comes when it is let through. */
  private HeldAnswers callUnderWayWith(MembershipChange change) {
    rig.accept(List.of(member("a1", "first", 1, "first", "makes the list")));
    rig.drain();
    HeldAnswers answers = new HeldAnswers();
    rig.callBy(answers);
    rig.acceptQuietly(List.of(change));
    rig.wake(ConnectionDelivery.Urgency.EVERYTHING);
    assertThat("the call is under way", vendor.calls(), hasSize(2));
    return answers;
  }

  @Test
  void aChangeThatACallUnderWayCarriesIsActivatedThoughNewerOnesHaveComeMeanwhile() {
    HeldAnswers answers = callUnderWayWith(member("a1", "p", 2, "k", "two"));
    rig.acceptQuietly(
        List.of(member("a1", "p", 3, "k", "three"), member("a1", "p", 4, "k", "four")));
    answers.letThrough();
    rig.drain();

    assertThat(vendor.membersOf("List one").get("k").get("name"), is("four"));
    assertThat(rig.counts("a1").activated(), is(3L));
    assertThat(rig.counts("a1").superseded(), is(1L));
  }

  @Test
  void whatACallHasBroughtIsActivatedThoughWhatHasComeMeanwhileFails() {
    HeldAnswers answers = callUnderWayWith(member("a1", "p", 2, "k", "two"));
    rig.acceptQuietly(List.of(member("a1", "p", 3, "k", "three")));
    answers.letThrough();
    rig.readAnswer();
    rig.abandon();

    assertThat(rig.counts("a1").activated(), is(2L));
    assertThat(rig.counts("a1").failed(), is(1L));
    assertThat(rig.letters, hasSize(1));
  }

  @Test
  void aChangeOfASharerThatIsNotTheNewestMakesNoCall() {
    rig.accept(List.of(member("a1", "p", 1, "k", "old"), member("a1", "q", 5, "k", "new")));
    rig.drain();
    rig.accept(List.of(member("a1", "p", 3, "k", "other")));
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").unchanged(), is(1L));
  }

  @Test
  void aProfileWhoseKeyChangesMovesItsMember() {
    rig.accept(List.of(member("a1", "p", 1, "old", "n")));
    rig.drain();
    rig.accept(List.of(member("a1", "p", 2, "new", "n")));
    rig.drain();

    assertThat(vendor.membersOf("List one").keySet(), contains("new"));
    assertThat(rig.counts("a1").added(), is(2L));
    assertThat(rig.counts("a1").removed(), is(1L));
    assertThat(rig.counts("a1").activated(), is(2L));
  }

  @Test
  void aRemovalRepeatsTheFieldsLastSent() {
    rig.accept(List.of(member("a1", "p", 1, "k", "sent")));
    rig.drain();
    rig.accept(List.of(exit("a1", "p", 2, "another")));
    rig.drain();

    MemberBatch.Operation removal = operations().get(1);
    assertThat(removal.member().key(), is("k"));
    assertThat(removal.member().field("name"), is("sent"));
  }

  @Test
  void anExitOfAProfileNeverSeenRemovesTheMemberThatItsFieldsName() {
    rig.accept(List.of(exit("a1", "p", 1, "k")));
    rig.drain();

    assertThat(operations(), hasSize(1));
    assertThat(operations().get(0).action(), is(Action.REMOVE));
    assertThat(rig.counts("a1").activated(), is(1L));
  }

  @Test
  void anExitOfAProfileNeverSeenTakesNoMemberFromAnotherThatNeedsIt() {
    rig.accept(List.of(member("a1", "p", 1, "k", "n")));
    rig.drain();
    rig.accept(List.of(exit("a1", "q", 2, "k")));
    rig.drain();

    assertThat(vendor.membersOf("List one"), hasKey("k"));
    assertThat(rig.counts("a1").unchanged(), is(1L));
  }

  @Test
  void anExitOfAProfileNeverSeenWithoutFieldsIsExcludedHoweverOften() {
    rig.accept(List.of(exit("a1", "p", 5), exit("a1", "p", 5), exit("a1", "p", 4)));
    rig.accept(List.of(member("a1", "p", 3, "k", "late")));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("NO_MEMBER_KEY", 3L)));
    assertThat(rig.counts("a1").superseded(), is(1L));
    assertThat(vendor.calls(), is(empty()));
  }

  @Test
  void anExactRepeatMakesNoCallOnceTheFirstIsAcknowledgedAndRidesAlongBefore() {
    MembershipChange change = member("a1", "p", 1, "k", "n");
    rig.accept(List.of(change, change));
    rig.drain();
    rig.accept(List.of(change));
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").activated(), is(2L));
    assertThat(rig.counts("a1").unchanged(), is(1L));
  }

  @Test
  void aRepeatFromALaterLineRidesAlongAndIsNoNewerChange() {
    rig.accept(
        List.of(
            member("a1", "p", 1, "k", "n"), DeliveryRig.atLine(9, member("a1", "p", 1, "k", "n"))));
    rig.drain();
    rig.accept(List.of(DeliveryRig.atLine(12, member("a1", "p", 1, "k", "n"))));
    rig.accept(List.of(DeliveryRig.atLine(10, member("a1", "p", 1, "k", "other"))));
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").activated(), is(2L));
    assertThat(rig.counts("a1").unchanged(), is(1L));
    assertThat("line 10 is before line 12", rig.counts("a1").superseded(), is(1L));
  }

  /** The budget's gate sees each request, a delivery only the last answer. */
  @Test
  void aRequestThatWasRepeatedWithANewTokenIsTwoCalls() {
    rig.usePace(
        new Pace() {
          @Override
          public int callsWithin(Duration time) {
            return 0;
          }

          @Override
          public Optional<Duration> interval(Purpose purpose) {
            return Optional.empty();
          }

          @Override
          public long answered(Purpose purpose) {
            return 2L * vendor.calls().size();
          }
        });
    rig.accept(members(0, 1));
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.counts("a1").calls(), is(2L));
  }

  @Test
  void aBatchGoesWhenItIsFullOrOldEnoughAndNotBefore() {
    rig.accept(members(0, BATCH - 1));
    assertThat(vendor.calls(), is(empty()));
    rig.accept(members(BATCH - 1, BATCH + 1));
    settle();
    assertThat(vendor.calls(), hasSize(1));
    assertThat(vendor.calls().get(0).operations(), hasSize(BATCH));

    rig.clock.advance(Duration.ofSeconds(30));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.calls(), hasSize(2));
  }

  /** A new list rests before it takes members. */
  private void settle() {
    rig.clock.advance(Duration.ofSeconds(5));
    rig.wake(Urgency.WHEN_DUE);
  }

  @Test
  void aNewListRestsBeforeItTakesMembers() {
    rig.accept(members(0, BATCH));
    assertThat(vendor.calls(), is(empty()));
    settle();
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void aListThatARunHasMadeWhichDiedAtOnceRestsForTheNextOneToo() {
    rig.accept(members(0, BATCH));
    rig.clock.advance(Duration.ofSeconds(2));
    rig.restart();

    rig.accept(members(0, BATCH));
    rig.clock.advance(Duration.ofMillis(2_900));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.calls(), is(empty()));
    rig.clock.advance(Duration.ofMillis(100));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void aListThatRestedRestsForNoLaterRun() {
    rig.accept(members(0, BATCH));
    settle();
    rig.restart();

    rig.accept(members(BATCH, 2 * BATCH));

    assertThat(vendor.calls(), hasSize(2));
  }

  @Test
  void aNewListRestsWhileItsFirstMembersWaitForCompany() {
    rig.accept(members(0, 1));
    assertThat(vendor.listsMade(), is(1));
    assertThat(vendor.calls(), is(empty()));

    rig.clock.advance(Duration.ofSeconds(30));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void aListThatCantBeHadAheadIsLookedForAgainWhenItsMembersAreDueAndNotBefore() {
    vendor.withFaults(1);
    rig.accept(members(0, 1));
    rig.clock.advance(Duration.ofSeconds(20));
    rig.accept(members(1, 2));
    assertThat(vendor.finds(), is(1));

    vendor.withFaults(0);
    rig.clock.advance(Duration.ofSeconds(10));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.finds(), is(2));
    rig.drain();
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(2)));
    assertThat(rig.ledger.stream().map(LedgerLine::attempt).toList(), contains(1));
  }

  @Test
  void aVendorThatThrottlesALookAheadIsLeftAloneForAsLongAsItAsks() {
    vendor.throttleFinds();
    rig.accept(List.of(member("a1", "p", 1, "k", "n"), member("a2", "p", 1, "k", "n")));
    rig.clock.advance(Duration.ofMinutes(59));
    rig.wake(Urgency.WHEN_DUE);
    assertThat(vendor.finds(), is(1));
  }

  @Test
  void oneRefusalForManyIsHalvedUntilTheCulpritIsFound() {
    vendor.poisonedBy("k7");
    rig.accept(members(0, BATCH));
    rig.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(BATCH - 1)));
    assertThat(vendor.membersOf("List one"), not(hasKey("k7")));
    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("VENDOR_REJECTED", 1L)));
    assertThat(rig.letters.get(0).words(), is("bad request"));
    assertThat(vendor.calls().size(), is(lessThan(12)));
  }

  @Test
  void aBatchThatIsRepeatedKeepsItsIdAndCountsItsAttempts() {
    vendor.withFaults(0.6);
    rig.accept(members(0, 5));
    rig.drain();

    List<String> ids = rig.ledger.stream().map(LedgerLine::batch).distinct().toList();
    List<Integer> attempts = rig.ledger.stream().map(LedgerLine::attempt).toList();
    assertThat(ids, hasSize(1));
    for (int i = 0; i < attempts.size(); i++) {
      assertThat(attempts.get(i), is(i + 1));
    }
  }

  @Test
  void aVendorThatStaysDownFailsWhatWaitsWhenTheTimeIsOver() {
    vendor.withFaults(1);
    rig.accept(members(0, 5 * BATCH));
    Instant begun = rig.clock.instant();
    rig.drain();

    Duration took = Duration.between(begun, rig.clock.instant());
    assertThat(rig.counts("a1").failed(), is(5L * BATCH));
    assertThat(
        rig.letters.stream().map(DeadLetter::reason).distinct().toList(),
        contains(Reason.VENDOR_UNAVAILABLE));
    assertThat("one outage, not one a batch", took, is(lessThan(Duration.ofHours(25))));
    assertThat(rig.leftovers(), is(0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMoveThatHasFailedByOneOfItsMembersIsNotWaitedForByTheOther(boolean mixed) {
    rig.usePlan(BATCH, mixed, List.of(DeliveryRig.audience("a1", "List one")));
    rig.accept(List.of(member("a1", "p", 1, "old", "n")));
    rig.drain();
    vendor.withFaults(1);
    rig.accept(List.of(member("a1", "p", 2, "new", "n")));
    Instant begun = rig.clock.instant();
    rig.drain();

    Duration took = Duration.between(begun, rig.clock.instant());
    assertThat(took, is(lessThan(Duration.ofHours(25))));
    assertThat(rig.counts("a1").failed(), is(1L));
    assertThat(rig.counts("a1").warnings(), equalTo(Map.of()));
    assertThat(rig.leftovers(), is(0));

    vendor.withFaults(0);
    rig.accept(List.of(member("a1", "p", 2, "new", "n")));
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), contains("new"));
  }

  /** Of a list that was made anew, beside one whose change waits, while the vendor is down. */
  private void oweThreeThatNoChangeWaitsFor() {
    rig.remember(new MapMembershipLog());
    rig.accept(members(0, 3));
    rig.drain();
    vendor.deleteList("List one");
    rig.restart();
    rig.clock.advance(Duration.ofHours(1));
    rig.accept(members(3, 4));
    while (vendor.listsMade() < 2) {
      rig.wake(Urgency.EVERYTHING);
    }
    vendor.withFaults(1);
  }

  private void assertTheNextRunDeliversAllThree() {
    assertThat(rig.counts("a1").warnings(), equalTo(Map.of("VENDOR_UNAVAILABLE", 3L)));

    vendor.withFaults(0);
    rig.restart();
    rig.accept(members(3, 4));
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k1", "k2", "k3"));
  }

  @Test
  void whatNoChangeWaitsForHoldsUpTheEndOfARunNoLongerThanARepeatMayLast() {
    oweThreeThatNoChangeWaitsFor();
    Instant begun = rig.clock.instant();
    rig.drain();

    assertThat(Duration.between(begun, rig.clock.instant()), is(lessThan(Duration.ofHours(25))));
    assertTheNextRunDeliversAllThree();
  }

  @Test
  void timeInWhichNobodyWorksDoesNotCountAsAnOutage() {
    vendor.withFaults(1);
    rig.accept(members(0, 5 * BATCH));
    Instant begun = rig.clock.instant();
    while (Duration.between(begun, rig.clock.instant()).compareTo(Duration.ofHours(23)) < 0) {
      rig.wake(ConnectionDelivery.Urgency.EVERYTHING);
    }
    rig.checkpoint();
    rig.clock.advanceTo(rig.clock.instant().plus(Duration.ofDays(9)));
    rig.restore();
    rig.wake(ConnectionDelivery.Urgency.EVERYTHING);
    assertThat("each has an hour left", rig.letters, is(empty()));

    Instant again = rig.clock.instant();
    rig.drain();
    Duration took = Duration.between(again, rig.clock.instant());
    assertThat(rig.counts("a1").failed(), is(5L * BATCH));
    assertThat(
        took, is(both(greaterThan(Duration.ofMinutes(30))).and(lessThan(Duration.ofMinutes(90)))));
  }

  @Test
  void whatHasFailedIsOwedAgainWhenItIsReplayed() {
    vendor.withFaults(1);
    rig.accept(members(0, 3));
    rig.drain();
    vendor.withFaults(0);
    rig.accept(members(0, 3));
    rig.drain();

    assertThat(vendor.membersOf("List one"), is(aMapWithSize(3)));
    assertThat(rig.counts("a1").activated(), is(3L));
  }

  @Test
  void aNameThatSomebodyElseHasIsRefusedWithWordsAndTheOtherListGoesOn() {
    vendor.foreignList("List one");
    rig.accept(List.of(member("a1", "p", 1, "k", "n"), member("a2", "p", 1, "k", "n")));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(rig.notices, contains(containsString("adopt: true")));
    assertThat(vendor.membersOf("List one"), is(anEmptyMap()));
    assertThat(vendor.membersOf("List two"), hasKey("k"));
  }

  @Test
  void aNameThatSomebodyElseHasIsTakenOverWhereTheAudienceSaysSo() {
    vendor.foreignList("List one");
    rig.usePlan(
        BATCH,
        true,
        List.of(new Audience("a1", "List one", Instant.MIN, Instant.MAX, true, Guard.DEFAULT)));
    rig.accept(members(0, 1));
    rig.drain();

    assertThat(vendor.membersOf("List one"), hasKey("k0"));
  }

  @Test
  void aListWhoseCreationLostItsAnswerIsFoundAgainAsOurs() {
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom chance = new SplittableRandom(seed);
      ScriptedVendor flaky = new ScriptedVendor(chance, false).withFaults(0.5);
      DeliveryRig own = new DeliveryRig(flaky, chance, BATCH, true);
      own.accept(members(0, 1));
      own.drain();
      assertThat("seed " + seed, flaky.membersOf("List one"), hasKey("k0"));
    }
  }

  @Test
  void aRenamedAudienceRenamesItsList() {
    rig.accept(members(0, 1));
    rig.drain();
    rig.restart();
    rig.usePlan(BATCH, true, List.of(DeliveryRig.audience("a1", "Another name")));
    rig.accept(members(1, 2));
    rig.drain();

    assertThat(vendor.membersOf("Another name").keySet(), contains("k0", "k1"));
  }

  /** The workspace has given two audiences other names since they were last worked on. */
  private void renamedTo(Audience one, Audience two) {
    rig.accept(List.of(member("a1", "p", 1, "k1", "n"), member("a2", "p", 1, "k2", "n")));
    rig.drain();
    rig.restart();
    rig.usePlan(BATCH, true, List.of(one, two));
  }

  private static Audience adopting(String id, String name) {
    return new Audience(id, name, Instant.MIN, Instant.MAX, true, Guard.DEFAULT);
  }

  @Test
  void aNameThatAnotherAudienceGivesUpIsTakenOnceThatOneHasItsNewName() {
    renamedTo(DeliveryRig.audience("a1", "List two"), DeliveryRig.audience("a2", "List three"));
    rig.accept(List.of(member("a1", "q", 1, "k3", "n")));
    rig.drain();

    assertThat(vendor.membersOf("List two").keySet(), contains("k1", "k3"));
    assertThat(vendor.membersOf("List three").keySet(), contains("k2"));
    assertThat(vendor.listsMade(), is(2));
  }

  @Test
  void aListOfTheWorkspaceIsNotAdoptedByAnotherAudience() {
    renamedTo(adopting("a1", "List two"), DeliveryRig.audience("a2", "List three"));
    rig.accept(List.of(member("a1", "q", 1, "k3", "n"), member("a2", "q", 1, "k4", "n")));
    rig.drain();

    assertThat(vendor.membersOf("List two").keySet(), contains("k1", "k3"));
    assertThat(vendor.membersOf("List three").keySet(), contains("k2", "k4"));
  }

  @Test
  void namesThatWaitForEachOtherAreRefusedWithWords() {
    renamedTo(adopting("a1", "List two"), adopting("a2", "List one"));
    rig.accept(List.of(member("a1", "q", 1, "k3", "n")));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(rig.notices, contains(containsString("give one of them a third name first")));
    assertThat(vendor.membersOf("List one").keySet(), contains("k1"));
    assertThat(vendor.membersOf("List two").keySet(), contains("k2"));
  }

  @Test
  void aRunRenamesNoListOfAnAudienceThatItLeavesAlone() {
    Audience other = DeliveryRig.audience("a2", "List three");
    renamedTo(adopting("a1", "List two"), other);
    rig.leaveAlone(other);
    rig.accept(List.of(member("a1", "q", 1, "k3", "n")));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(rig.notices, contains(containsString("let it work on both")));
    assertThat(vendor.membersOf("List two").keySet(), contains("k2"));
  }

  @Test
  void aListThatWasRenamedByHandIsNotAdoptedFromAnAudienceOfTheWorkspace() {
    renamedTo(adopting("a1", "By hand"), DeliveryRig.audience("a2", "List two"));
    vendor.rename("list-1", new VendorLists.ListName("By hand", "any"));
    rig.registry.remove("rig", new ListRef(DeliveryRig.DATAFLOW, "a1"));
    rig.accept(List.of(member("a1", "q", 1, "k3", "n")));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(vendor.membersOf("By hand").keySet(), contains("k2"));
  }

  /** A run of the workspace with one audience alone. */
  private void runWith(Audience only, MembershipChange... changes) {
    rig.restart();
    rig.usePlan(BATCH, true, List.of(only));
    rig.accept(List.of(changes));
    rig.drain();
    rig.closeOut();
    rig.drain();
  }

  @Test
  void aListThatComesBackToAnAudienceAfterAnotherHasFilledItIsNotBelievedToBeAsItWasLeft() {
    rig.remember(new MapMembershipLog());
    runWith(
        DeliveryRig.audience("a1", "List one"),
        member("a1", "p", 1, "k1", "n"),
        member("a1", "q", 1, "k2", "n"));
    runWith(adopting("a2", "List one"), exit("a2", "p", 2, "k1"));
    assertThat(vendor.membersOf("List one").keySet(), contains("k2"));

    runWith(adopting("a1", "List one"), member("a1", "p", 3, "k1", "n"));

    assertThat(vendor.membersOf("List one").keySet(), containsInAnyOrder("k1", "k2"));
  }

  @Test
  void aListThatIsGoneIsMadeAgainWithAllThatItMustHold() {
    rig.accept(members(0, 3));
    rig.drain();
    vendor.deleteList("List one");
    rig.accept(members(3, 4));
    rig.drain();

    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k1", "k2", "k3"));
  }

  @Test
  void aMemberThatIsRefusedByAListMadeAgainIsToldOfAndOwedByTheNextRun() {
    rig.remember(new MapMembershipLog());
    rig.accept(members(0, 3));
    rig.drain();
    vendor.deleteList("List one");
    vendor.poisonedBy("k1");
    rig.accept(members(3, 4));
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k2", "k3"));
    assertThat(rig.letters, is(empty()));
    assertThat(rig.counts("a1").warnings().get(Reason.VENDOR_REJECTED.name()), is(1L));

    vendor.poisonedBy("");
    rig.restart();
    rig.accept(members(3, 4));
    rig.drain();
    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k1", "k2", "k3"));
  }

  @Test
  void norIsItForgottenWhenTheListIsMadeAgainOnceMore() {
    rig.accept(members(0, 2));
    rig.drain();
    vendor.deleteList("List one");
    vendor.poisonedBy("k1");
    rig.accept(members(2, 3));
    rig.drain();
    rig.clock.advance(Duration.ofMinutes(10));
    vendor.deleteList("List one");
    vendor.poisonedBy("");
    rig.accept(members(3, 4));
    rig.drain();

    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k1", "k2", "k3"));
  }

  @Test
  void aListOfAnEarlierRunThatMayBeNewOrGoneIsLookedForAtOnce() {
    vendor.answerMissingAsPending();
    rig.remember(new MapMembershipLog());
    rig.accept(members(0, 3));
    rig.drain();
    vendor.deleteList("List one");
    rig.restart();
    Instant begun = rig.clock.instant();
    rig.accept(members(3, 4));
    rig.drain();

    assertThat(vendor.membersOf("List one").keySet(), contains("k0", "k1", "k2", "k3"));
    assertThat(Duration.between(begun, rig.clock.instant()), lessThan(Duration.ofMinutes(1)));
  }

  @Test
  void aListThatMayBeNewOrGoneIsNotMadeAgainSoonAfterItWasMade() {
    vendor.answerMissingAsPending();
    vendor.hideLists();
    vendor.denyMembers();
    rig.accept(members(0, 1));
    Instant young = rig.clock.instant().plus(Duration.ofMinutes(4));
    while (rig.clock.instant().isBefore(young)) {
      rig.wake(Urgency.EVERYTHING);
    }

    assertThat(vendor.listsMade(), is(1));
  }

  @Test
  void aListThatIsFoundAndSaidToBeGoneIsNotHammered() {
    vendor.denyMembers();
    rig.accept(members(0, BATCH));
    Instant hourLater = rig.clock.instant().plus(Duration.ofHours(1));
    while (rig.clock.instant().isBefore(hourLater)) {
      rig.wake(Urgency.EVERYTHING);
    }

    assertThat(vendor.calls().size(), is(lessThan(60)));
  }

  @Test
  void aListThatSomebodyMadeAfterARefusedCreationIsNotTakenForOurs() {
    vendor.refuseToCreate(true);
    rig.accept(members(0, 1));
    rig.drain();
    vendor.refuseToCreate(false);
    vendor.foreignList("List one");
    rig.restart();
    rig.accept(members(0, 1));
    rig.drain();

    assertThat(rig.counts("a1").byCode().keySet(), contains("LIST_REFUSED", "LIST_UNAVAILABLE"));
    assertThat(vendor.membersOf("List one"), is(anEmptyMap()));
  }

  @Test
  void aListThatTheVendorRefusesToMakeIsNamedWithWhatTheVendorSaid() {
    vendor.refuseToCreate(true);
    rig.accept(members(0, 1));
    rig.drain();

    String why =
        "the vendor refused to find, make or rename the list \"List one\": HTTP 400: name taken";
    assertThat(rig.letters.get(0).words(), is(why));
    assertThat(rig.notices, hasItem(endsWith(": " + why)));
  }

  @Test
  void aListThatSomebodyMadeBetweenTheLookAndTheCreationIsATakenName() {
    vendor.overtake();
    rig.accept(members(0, 1));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(vendor.membersOf("List one"), is(anEmptyMap()));
  }

  @Test
  void aListThatSomebodyMadeInPlaceOfOursIsNotOurs() {
    rig.accept(members(0, 3));
    rig.drain();
    vendor.deleteList("List one");
    vendor.foreignList("List one");
    rig.restart();
    rig.accept(members(3, 4));
    rig.clock.advance(Duration.ofHours(1));
    rig.drain();

    assertThat(rig.counts("a1").byCode(), equalTo(Map.of("LIST_REFUSED", 1L)));
    assertThat(vendor.membersOf("List one"), is(anEmptyMap()));
  }

  @Test
  void aNameThatIsTakenIsToldOfThoughNothingIsOwed() {
    rig.remember(new MapMembershipLog());
    rig.accept(members(0, 1));
    rig.drain();
    vendor.foreignList("Another name");
    rig.restart();
    rig.usePlan(BATCH, true, List.of(DeliveryRig.audience("a1", "Another name")));
    rig.accept(members(0, 1));
    rig.drain();
    rig.closeOut();

    assertThat(rig.counts("a1").warnings(), equalTo(Map.of("LIST_REFUSED", 1L)));
  }

  @Test
  void aDeadlineBeginsWithTheFirstFailure() {
    rig.accept(members(0, 1));
    rig.clock.advance(Duration.ofHours(30));
    vendor.withFaults(1);
    rig.wake(Urgency.EVERYTHING);
    rig.wake(Urgency.EVERYTHING);
    assertThat(rig.counts("a1").failed(), is(0L));
    vendor.withFaults(0);
    rig.drain();

    assertThat(vendor.membersOf("List one"), hasKey("k0"));
  }

  @Test
  void aJobThatRunsCarriesItsChangesAndLaterOnesWait() {
    ScriptedVendor slow = new ScriptedVendor(random, true);
    DeliveryRig jobs = new DeliveryRig(slow, random, BATCH, false);
    jobs.accept(List.of(member("a1", "p", 1, "k", "one")));
    jobs.wake(Urgency.EVERYTHING);
    jobs.wake(Urgency.EVERYTHING);
    jobs.accept(List.of(exit("a1", "p", 2)));
    jobs.drain();

    assertThat(slow.membersOf("List one"), is(anEmptyMap()));
    assertThat(jobs.counts("a1").activated(), is(2L));
    assertThat(jobs.counts("a1").superseded(), is(0L));
  }

  @Test
  void whatIsStillOwedWhenTheRunIsOverBecomesLetters() {
    vendor.withFaults(1);
    rig.accept(members(0, 2 * BATCH + 1));
    rig.wake(Urgency.EVERYTHING);
    rig.abandon();

    assertThat(rig.counts("a1").failed(), is(2L * BATCH + 1));
    assertThat(rig.letters, hasSize(2 * BATCH + 1));
    assertThat(rig.leftovers(), is(0));
    assertThat(rig.wake(Urgency.EVERYTHING), is(Optional.empty()));
  }

  @Test
  void lettersOfARunWhoseBudgetIsSpentSaySo() {
    vendor.spendBudget();
    // A new list rests before it is sent to.
    rig.accept(members(0, 2 * BATCH + 1));
    rig.wake(Urgency.EVERYTHING);
    rig.wake(Urgency.EVERYTHING);
    rig.abandon();

    assertThat(
        rig.letters.stream().map(DeadLetter::words).distinct().toList(),
        contains("our budget is spent"));
  }

  @Test
  void whatIsStillOwedHasNoWordsOfAnOutageThatIsOver() {
    vendor.withFaults(1);
    rig.accept(members(0, BATCH));
    rig.wake(Urgency.EVERYTHING);
    vendor.withFaults(0);
    rig.drain();
    rig.acceptQuietly(members(BATCH, BATCH + 1));
    rig.abandon();

    assertThat(
        rig.letters.stream().map(DeadLetter::words).toList(),
        contains("the run's time was over before the vendor had taken it"));
  }

  @Test
  void whatNoChangeWaitsForStaysOwedWhenTheRunIsOver() {
    oweThreeThatNoChangeWaitsFor();
    rig.wake(Urgency.EVERYTHING);
    rig.abandon();
    assertThat("the new one's", rig.letters, hasSize(1));
    assertTheNextRunDeliversAllThree();
  }

  @Test
  void aMemberThatWasRefusedGoesAloneWhenItComesAgain() {
    vendor.poisonedBy("k3");
    rig.accept(members(0, BATCH));
    rig.drain();
    assertThat(rig.letters, hasSize(1));
    int calls = vendor.calls().size();

    List<MembershipChange> again = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      again.add(member("a1", "p" + i, 100 + i, "k" + i, "changed"));
    }
    rig.accept(again);
    rig.drain();

    assertThat("nine in one call, the culprit in its own", vendor.calls().size() - calls, is(2));
    assertThat(rig.letters, hasSize(2));
    assertThat(vendor.membersOf("List one"), is(aMapWithSize(BATCH - 1)));
  }

  @Test
  void aJobThatFailsEachTimeIsSentAgainAfterLongerAndLongerPauses() {
    ScriptedVendor slow = new ScriptedVendor(random, true);
    slow.failJobs();
    DeliveryRig other = new DeliveryRig(slow, random, BATCH, false);
    other.accept(members(0, 1));
    other.drain();

    assertThat(other.letters, hasSize(1));
    assertThat("in 24 hours", slow.calls().size(), lessThan(700));
  }

  @Test
  void aListThatIsNotFoundSoonAfterItWasMadeIsNotMadeAgain() {
    vendor.hideLists();
    vendor.denyMembers();
    rig.accept(members(0, 1));
    Instant young = rig.clock.instant().plus(Duration.ofMinutes(4));
    while (rig.clock.instant().isBefore(young)) {
      rig.wake(Urgency.EVERYTHING);
    }

    assertThat(vendor.calls().size(), is(greaterThan(3)));
    assertThat(vendor.listsMade(), is(1));
  }

  @Test
  void aThrottledSearchHoldsUpTheOtherListsToo() {
    vendor.throttleFinds();
    rig.accept(List.of(member("a1", "p", 1, "k", "n"), member("a2", "p", 1, "k", "n")));
    rig.wake(Urgency.EVERYTHING);

    assertThat(vendor.finds(), is(1));
  }

  @Test
  void aRequestThatIsRefusedWhateverItCarriesIsNotSearchedForCulpritsInEachBatch() {
    DeliveryRig large = new DeliveryRig(vendor, random, 100, true);
    vendor.refuseMembers();
    large.accept(members(0, 1_000));
    large.drain();

    assertThat(large.counts("a1").failed(), is(1_000L));
    assertThat(vendor.calls().size(), lessThan(100));
  }

  @Test
  void pollsThatAreNotAnsweredAreMadeMoreAndMoreSeldom() {
    ScriptedVendor slow = new ScriptedVendor(random, true);
    slow.failPolls();
    DeliveryRig other = new DeliveryRig(slow, random, BATCH, false);
    other.accept(members(0, 1));
    Instant end = other.clock.instant().plus(Duration.ofHours(2));
    while (other.clock.instant().isBefore(end)) {
      other.wake(Urgency.EVERYTHING);
    }

    assertThat("every 5 s would be 1,440", slow.polls(), lessThan(150));
  }
}
