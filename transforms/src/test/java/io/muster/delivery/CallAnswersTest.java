package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.Action;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.Receipt.ElementResult;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists.JobState;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a vendor's answer to a call with members means, answer by answer. */
class CallAnswersTest {

  private static final Duration YOUNG = Duration.ofMinutes(5);

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, 10, true);
  // The list is made at once.
  private final Instant madeAt = rig.clock.instant();

  /** The list is there and holds a member; nothing of that is looked at. */
  private void begin(DeliveryRig of, ScriptedVendor at) {
    of.accept(List.of(member("a1", "p0", 0, "k0", "n0")));
    of.drain();
    of.ledger.clear();
    of.outcomes.clear();
    at.calls().clear();
  }

  private void begin() {
    begin(rig, vendor);
  }

  /** Members k1 to this one are to be sent, and are. */
  private void sendUpTo(int last) {
    for (int i = 1; i <= last; i++) {
      rig.acceptQuietly(List.of(member("a1", "p" + i, i, "k" + i, "n" + i)));
    }
    rig.wake(Urgency.EVERYTHING);
  }

  private static VendorAnswer<Receipt> decided(ElementResult... results) {
    return new VendorAnswer.Accepted<>(new Receipt.Decided(List.of(results)), 200);
  }

  private static <T> VendorAnswer<T> retry(
      Cause cause, int status, boolean reached, Duration after) {
    return new VendorAnswer.Retry<>(cause, new Problem(status, "not now", reached), after);
  }

  private static List<String> ledger(DeliveryRig of) {
    return of.ledger.stream().map(CallAnswersTest::text).toList();
  }

  private static String text(LedgerLine line) {
    return "%s %d, try %d: %s %d"
        .formatted(line.action(), line.members(), line.attempt(), line.status(), line.httpStatus());
  }

  private static List<String> sent(ScriptedVendor to) {
    return to.calls().stream()
        .map(
            call ->
                String.join(
                    " ",
                    call.operations().stream()
                        .map(each -> each.action() + " " + each.member().key())
                        .toList()))
        .toList();
  }

  private List<String> letters() {
    return rig.letters.stream().map(each -> each.reason() + " " + each.words()).toList();
  }

  private static Pace pace(LongSupplier answered, Optional<Duration> betweenJobs) {
    return new Pace() {
      @Override
      public int callsWithin(Duration time) {
        return 0;
      }

      @Override
      public Optional<Duration> interval(Purpose purpose) {
        return purpose == Purpose.JOBS ? betweenJobs : Optional.empty();
      }

      @Override
      public long answered(Purpose purpose) {
        return answered.getAsLong();
      }
    };
  }

  @Test
  void whatAShortListOfResultsLacksWasNotTaken() {
    begin();
    vendor.answer(decided(ElementResult.accepted(201)));
    sendUpTo(3);
    rig.drain();

    assertThat(sent(vendor), contains("ADD k1 ADD k2 ADD k3", "ADD k2 ADD k3"));
    assertThat(ledger(rig), contains("add 3, try 1: partial 200", "add 2, try 2: accepted 200"));
    assertThat(rig.counts("a1").activated(), is(4L));
    assertThat(rig.counts("a1").added(), is(4L));
    assertThat(rig.counts("a1").calls(), is(3L));
  }

  @Test
  void aMemberThatIsDeclinedIsALetterAndOneThatIsToComeAgainComesAgain() {
    begin();
    vendor.answer(
        decided(
            ElementResult.accepted(201),
            ElementResult.rejected(400, "no such company"),
            ElementResult.retry(500, "later")));
    sendUpTo(3);
    rig.drain();

    assertThat(letters(), contains("VENDOR_REJECTED no such company"));
    assertThat(sent(vendor), contains("ADD k1 ADD k2 ADD k3", "ADD k3"));
    assertThat(ledger(rig), contains("add 3, try 1: partial 200", "add 1, try 2: accepted 200"));
    assertThat(rig.ledger.get(0).batch(), is(rig.ledger.get(1).batch()));
    assertThat(rig.counts("a1").failed(), is(1L));
    assertThat(rig.counts("a1").activated(), is(3L));
  }

  @Test
  void whereAllAreDecidedOnNothingIsSentAgain() {
    begin();
    vendor.answer(
        decided(ElementResult.rejected(400, "no such company"), ElementResult.accepted(201)));
    sendUpTo(2);
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
    assertThat(ledger(rig), contains("add 2, try 1: partial 200"));
    assertThat(rig.counts("a1").failed(), is(1L));
    assertThat(rig.leftovers(), is(0));
  }

  @Test
  void aCallThatIsRefusedMemberByMemberWasTakenByNobody() {
    begin();
    vendor.answer(decided(ElementResult.rejected(400, "no"), ElementResult.rejected(400, "no")));
    sendUpTo(2);

    assertThat(ledger(rig), contains("add 2, try 1: refused 200"));
    assertThat(rig.outcomes, contains(CallOutcome.REFUSED));
  }

  @Test
  void anAnswerThatTakesNobodyYetIsOneToRepeat() {
    begin();
    vendor.answer(decided(ElementResult.retry(500, "later")));
    sendUpTo(1);

    assertThat(ledger(rig), contains("add 1, try 1: retry 200"));
  }

  @Test
  void theLedgerSaysWhatACallWasToDo() {
    begin();
    sendUpTo(1);
    rig.acceptQuietly(List.of(exit("a1", "p1", 5), member("a1", "p2", 5, "k2", "n")));
    rig.drain();
    rig.accept(List.of(exit("a1", "p2", 6)));
    rig.drain();

    assertThat(
        rig.ledger.stream().map(LedgerLine::action).toList(), contains("add", "mixed", "remove"));
  }

  @Test
  void aCallThatNobodyAnsweredHasReachedTheVendorAllTheSame() {
    begin();
    vendor.answer(retry(Cause.UNAVAILABLE, 0, true, Duration.ZERO));
    sendUpTo(1);
    rig.drain();

    assertThat(ledger(rig), contains("add 1, try 1: retry 0", "add 1, try 2: accepted 200"));
    assertThat(rig.counts("a1").calls(), is(3L));
  }

  /** The one with the old token was answered. */
  @Test
  void aCallThatWasRepeatedWithANewTokenAndNotAnsweredThenIsTwo() {
    begin();
    int before = vendor.calls().size();
    rig.usePace(pace(() -> vendor.calls().size(), Optional.empty()));
    vendor.answer(retry(Cause.UNAVAILABLE, 0, true, Duration.ZERO));
    sendUpTo(1);

    assertThat(vendor.calls().size() - before, is(1));
    assertThat(rig.counts("a1").calls(), is(1L + 2L));
  }

  /** The gate counts what others have sent before, too. */
  @Test
  void ofAllAnswersOnlyThoseToThisCallCount() {
    begin();
    rig.usePace(pace(() -> 100 + vendor.calls().size(), Optional.empty()));
    sendUpTo(1);

    assertThat(rig.counts("a1").calls(), is(1L + 1L));
  }

  @Test
  void aCallThatFoundNoWayToTheVendorIsNeitherACallNorAnAttempt() {
    begin();
    vendor.answer(retry(Cause.UNAVAILABLE, 0, false, Duration.ZERO));
    sendUpTo(1);
    assertThat(rig.counts("a1").calls(), is(1L));
    assertThat(rig.outcomes, contains(CallOutcome.NO_ANSWER));
    rig.drain();

    assertThat(ledger(rig), contains("add 1, try 1: retry 0", "add 1, try 1: accepted 200"));
  }

  @Test
  void whereOurOwnBudgetIsSpentNoCallIsWrittenDownAndTheListWaitsForIt() {
    begin();
    vendor.answer(retry(Cause.OWN_BUDGET, 0, false, Duration.ofMinutes(10)));
    Instant now = rig.clock.instant();
    sendUpTo(1);

    assertThat(rig.clock.instant(), is(now.plus(Duration.ofMinutes(10))));
    assertThat(rig.throttledUntil, contains(now.plus(Duration.ofMinutes(10))));
    assertThat(rig.ledger, is(empty()));
    assertThat(rig.outcomes, is(empty()));
    rig.drain();
    assertThat(ledger(rig), contains("add 1, try 1: accepted 200"));
  }

  @Test
  void aListThatIsNotFoundWhileItIsNewIsNotLookedFor() {
    begin();
    rig.clock.advanceTo(madeAt.plus(YOUNG).minusMillis(1));
    int finds = vendor.finds();
    vendor.answer(new VendorAnswer.ListGone<>(new Problem(404, "no such list", true)));
    sendUpTo(1);
    rig.drain();

    assertThat(vendor.finds(), is(finds));
    assertThat(sent(vendor), contains("ADD k1", "ADD k1"));
  }

  @Test
  void aListThatIsNotFoundLaterIsLookedFor() {
    begin();
    rig.clock.advanceTo(madeAt.plus(YOUNG));
    int finds = vendor.finds();
    vendor.answer(new VendorAnswer.ListGone<>(new Problem(404, "no such list", true)));
    sendUpTo(1);
    rig.drain();

    assertThat(vendor.finds(), is(finds + 1));
  }

  @Test
  void soIsOneOfWhichTheVendorSaysTheSameAsOfANewOne() {
    begin();
    rig.clock.advanceTo(madeAt.plus(YOUNG));
    int finds = vendor.finds();
    vendor.answer(retry(Cause.LIST_PENDING, 404, true, Duration.ZERO));
    sendUpTo(1);
    rig.drain();

    assertThat(vendor.finds(), is(finds + 1));
  }

  @Test
  void aListThatIsBusyIsThereAndSoIsOneWhoseVendorIsDown() {
    begin();
    rig.clock.advanceTo(madeAt.plus(YOUNG));
    int finds = vendor.finds();
    vendor.answer(
        retry(Cause.LIST_PENDING, 423, true, Duration.ZERO),
        retry(Cause.UNAVAILABLE, 404, true, Duration.ZERO));
    sendUpTo(1);
    rig.drain();

    assertThat(vendor.finds(), is(finds));
    assertThat(vendor.calls(), hasSize(3));
  }

  @Test
  void aDeadCredentialStopsTheConnectionAndTheBatchGoesOnWhenItIsMended() {
    begin();
    vendor.answer(new VendorAnswer.Unauthorized<>(new Problem(401, "who are you", true)));
    sendUpTo(1);
    assertThat(vendor.calls(), hasSize(1));
    assertThat(ledger(rig), contains("add 1, try 1: unauthorized 401"));
    rig.drain();

    assertThat(rig.notices.get(0), containsString("who are you"));
    assertThat(
        ledger(rig), contains("add 1, try 1: unauthorized 401", "add 1, try 2: accepted 200"));
    assertThat(rig.letters, is(empty()));
  }

  @Test
  void aVendorThatThrottlesACallIsLeftAloneWithAllLists() {
    begin();
    rig.accept(List.of(member("a2", "p", 1, "k", "n")));
    rig.drain();
    vendor.calls().clear();
    vendor.answer(retry(Cause.THROTTLED, 429, true, Duration.ofMinutes(7)));
    Instant now = rig.clock.instant();
    rig.acceptQuietly(List.of(member("a1", "p1", 2, "k1", "n"), member("a2", "p1", 2, "k1", "n")));
    rig.wake(Urgency.EVERYTHING);

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.clock.instant(), is(now.plus(Duration.ofMinutes(7))));
    rig.drain();
    assertThat(vendor.calls(), hasSize(3));
  }

  @Test
  void aCallThatIsNotThrottledHoldsUpNoOtherList() {
    begin();
    rig.accept(List.of(member("a2", "p", 1, "k", "n")));
    rig.drain();
    vendor.calls().clear();
    vendor.answer(retry(Cause.UNAVAILABLE, 503, true, Duration.ofMinutes(7)));
    rig.acceptQuietly(List.of(member("a1", "p1", 2, "k1", "n"), member("a2", "p1", 2, "k1", "n")));
    rig.wake(Urgency.EVERYTHING);

    assertThat(vendor.calls(), hasSize(2));
  }

  /** No call may be made before the deadline, so there is nothing to wait for. */
  @Test
  void aVendorThatAsksForMoreTimeThanThereIsIsGivenUpAtOnce() {
    begin();
    vendor.answer(retry(Cause.UNAVAILABLE, 503, true, Duration.ofHours(24).plusMillis(1)));
    sendUpTo(1);

    assertThat(letters(), contains("VENDOR_UNAVAILABLE not now"));
    assertThat(rig.leftovers(), is(0));
    // But it is left alone as long as it wants.
    Instant asked = rig.clock.instant().plus(Duration.ofHours(24));
    rig.acceptQuietly(List.of(member("a1", "p2", 5, "k2", "n")));
    rig.wake(Urgency.EVERYTHING);
    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.clock.instant().isAfter(asked), is(true));
  }

  @Test
  void aVendorThatAsksForAllTheTimeThereIsIsAskedOnceMore() {
    begin();
    vendor.answer(
        retry(Cause.UNAVAILABLE, 503, true, Duration.ofHours(24)),
        retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO));
    Instant now = rig.clock.instant();
    sendUpTo(1);
    assertThat(rig.letters, is(empty()));
    assertThat(rig.clock.instant(), is(now.plus(Duration.ofHours(24))));
    rig.wake(Urgency.EVERYTHING);

    assertThat(vendor.calls(), hasSize(2));
    assertThat(letters(), contains("VENDOR_UNAVAILABLE not now"));
    DeadLetter letter = rig.letters.get(0);
    assertThat(letter.firstFailedAt(), is(now));
    assertThat(letter.at(), is(now.plus(Duration.ofHours(24))));
    assertThat(letter.attempts(), is(2));
  }

  @Test
  void whereThereWasNoWayToTheVendorNoneIsLookedForWhenTheTimeIsOver() {
    begin();
    vendor.answer(retry(Cause.UNAVAILABLE, 0, false, Duration.ofHours(24)));
    Instant now = rig.clock.instant();
    sendUpTo(1);
    rig.wake(Urgency.EVERYTHING);

    assertThat(vendor.calls(), hasSize(1));
    assertThat(letters(), contains("VENDOR_UNAVAILABLE not now"));
    assertThat(rig.letters.get(0).at(), is(now.plus(Duration.ofHours(24))));
    assertThat(rig.letters.get(0).attempts(), is(0));
  }

  /** Removals go by another call there. */
  @Test
  void aMemberThatLeavesWhileItsBatchWaitsIsRemovedByACallOfItsOwn() {
    DeliveryRig split = new DeliveryRig(vendor, random, 10, false);
    begin(split, vendor);
    vendor.answer(retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO));
    split.acceptQuietly(
        List.of(member("a1", "p1", 1, "k1", "n"), member("a1", "p2", 1, "k2", "n")));
    split.wake(Urgency.EVERYTHING);
    split.acceptQuietly(List.of(exit("a1", "p1", 2)));
    split.drain();

    assertThat(sent(vendor), contains("ADD k1 ADD k2", "ADD k2", "REMOVE k1"));
    assertThat(split.pending(), is(0L));
    assertThat(split.leftovers(), is(0));
  }

  @Test
  void anOutageIsOverWhenAMemberIsTakenAndNotBefore() {
    begin();
    vendor.answer(
        retry(Cause.UNAVAILABLE, 503, true, Duration.ofMinutes(9)),
        decided(ElementResult.retry(500, "later"), ElementResult.retry(500, "later")),
        decided(ElementResult.accepted(201), ElementResult.retry(500, "later")),
        decided(ElementResult.rejected(400, "no")));
    Instant began = rig.clock.instant();
    sendUpTo(2);
    rig.wake(Urgency.EVERYTHING);
    assertThat(rig.ask(ConnectionDelivery::failingSince), is(Optional.of(began)));
    Instant later = rig.clock.instant();
    rig.wake(Urgency.EVERYTHING);
    assertThat(rig.ask(ConnectionDelivery::failingSince), is(Optional.of(later)));
    rig.wake(Urgency.EVERYTHING);

    assertThat(rig.ask(ConnectionDelivery::failingSince), is(Optional.empty()));
    assertThat(vendor.calls(), hasSize(4));
  }

  @Test
  void aConnectionWhoseSettingsTheVendorDoesNotServeIsStoppedAndSaysSo() {
    begin();
    vendor.answer(new VendorAnswer.Misconfigured<>(new Problem(426, "version sunset", true)));
    sendUpTo(1);
    assertThat(rig.notices.get(0), containsString("serves nobody with its settings"));
    assertThat(ledger(rig), contains("add 1, try 1: refused 426"));
    // Before it is tried again.
    rig.clock.advance(Duration.ofMinutes(-1));
    rig.abandon();

    assertThat(rig.letters.get(0).reason(), is(Reason.VENDOR_REJECTED));
    assertThat(rig.letters.get(0).words(), containsString("version sunset"));
  }

  /** A vendor that makes jobs of batches; the list holds a member. */
  private final class Jobs {
    private final ScriptedVendor slow = new ScriptedVendor(random, true);
    private final DeliveryRig rig = new DeliveryRig(slow, random, 10, true);

    Jobs() {
      slow.answerLooks(done(JobState.COMPLETED));
      begin(rig, slow);
    }

    /** A job is made of a member. */
    Instant queue() {
      rig.acceptQuietly(List.of(member("a1", "p1", 1, "k1", "n1")));
      Instant now = rig.clock.instant();
      rig.wake(Urgency.EVERYTHING);
      assertThat(ledger(rig), contains("add 1, try 1: queued 200"));
      return now;
    }

    /** When it is asked after again. */
    Duration look(VendorAnswer<JobState> answer) {
      slow.answerLooks(answer);
      Instant now = rig.clock.instant();
      rig.wake(Urgency.EVERYTHING);
      return Duration.between(now, rig.clock.instant());
    }
  }

  private static VendorAnswer<JobState> done(JobState state) {
    return new VendorAnswer.Accepted<>(state, 200);
  }

  @Test
  void aJobIsAskedAfterAsOftenAsTheConnectionSays() {
    Jobs jobs = new Jobs();
    Instant queued = jobs.queue();
    assertThat(jobs.rig.clock.instant(), is(queued.plusSeconds(5)));
    assertThat(jobs.look(done(JobState.RUNNING)), is(Duration.ofSeconds(5)));
    jobs.rig.usePace(pace(() -> 0, Optional.of(Duration.ofSeconds(4))));
    assertThat(jobs.look(done(JobState.RUNNING)), is(Duration.ofSeconds(5)));
  }

  @Test
  void whereTheDayRunsShortJobsAreAskedAfterMoreSeldom() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.rig.usePace(pace(() -> 0, Optional.of(Duration.ofMinutes(3))));

    assertThat(jobs.look(done(JobState.RUNNING)), is(Duration.ofMinutes(3)));
  }

  @Test
  void aLookForWhichOurOwnBudgetIsSpentIsNoFailure() {
    Jobs jobs = new Jobs();
    jobs.queue();
    Instant now = jobs.rig.clock.instant();

    assertThat(
        jobs.look(retry(Cause.OWN_BUDGET, 0, false, Duration.ofMinutes(2))),
        is(Duration.ofMinutes(2)));
    assertThat(jobs.rig.throttledUntil, contains(now.plus(Duration.ofMinutes(2))));
    assertThat(jobs.rig.outcomes, contains(CallOutcome.QUEUED));
    assertThat(jobs.look(done(JobState.RUNNING)), is(Duration.ofSeconds(5)));
  }

  @Test
  void aVendorThatThrottlesALookIsLeftAloneAsLongAsItAsks() {
    Jobs jobs = new Jobs();
    jobs.queue();

    assertThat(
        jobs.look(retry(Cause.THROTTLED, 429, true, Duration.ofMinutes(2))),
        is(Duration.ofMinutes(2)));
    assertThat(jobs.rig.outcomes, contains(CallOutcome.QUEUED, CallOutcome.THROTTLED));
  }

  @Test
  void andSoAreItsOtherLists() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.rig.acceptQuietly(List.of(member("a2", "p1", 1, "k1", "n1")));

    assertThat(
        jobs.look(retry(Cause.THROTTLED, 429, true, Duration.ofMinutes(2))),
        is(Duration.ofMinutes(2)));
    assertThat(jobs.slow.calls(), hasSize(1));
  }

  @Test
  void aJobThatLandsAcknowledgesWhatItWasGiven() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.look(done(JobState.COMPLETED));

    assertThat(
        ledger(jobs.rig), contains("add 1, try 1: queued 200", "add 1, try 1: accepted 200"));
    assertThat(jobs.rig.counts("a1").activated(), is(2L));
    assertThat(jobs.rig.counts("a1").calls(), is(2L));
    assertThat(jobs.rig.leftovers(), is(0));
  }

  @Test
  void aJobThatFailsIsSentAgain() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.look(done(JobState.FAILED));
    jobs.rig.drain();

    assertThat(
        ledger(jobs.rig).subList(0, 3),
        contains(
            "add 1, try 1: queued 200", "add 1, try 1: retry 200", "add 1, try 2: queued 200"));
    assertThat(jobs.slow.membersOf("List one").keySet(), hasItem("k1"));
  }

  /** It may be the end of a later file. */
  @Test
  void theEndOfAJobIsNotBelievedAfterARestore() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.rig.checkpoint();
    jobs.rig.restore();
    jobs.look(done(JobState.COMPLETED));
    jobs.look(done(JobState.COMPLETED));

    assertThat(ledger(jobs.rig).get(1), is("add 1, try 1: retry 200"));
    assertThat(ledger(jobs.rig).get(2), is("add 1, try 2: queued 200"));
    assertThat(jobs.rig.counts("a1").activated(), is(1L));
  }

  @Test
  void aJobThatNobodyKnowsIsSentAgainAndOneOfADeadCredentialWaits() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.look(new VendorAnswer.Unauthorized<>(new Problem(401, "who are you", true)));
    assertThat(jobs.rig.outcomes, contains(CallOutcome.QUEUED, CallOutcome.UNAUTHORIZED));
    assertThat(jobs.rig.notices.get(0), containsString("who are you"));
    assertThat(ledger(jobs.rig), hasSize(1));
    jobs.look(new VendorAnswer.Refused<>(new Problem(404, "no such job", true)));

    assertThat(ledger(jobs.rig).get(1), is("add 1, try 1: retry 404"));
  }

  @Test
  void aJobIsWaitedForAsLongAsThereIsTime() {
    Jobs jobs = new Jobs();
    Instant queued = jobs.queue();
    jobs.rig.clock.advanceTo(queued.plus(Duration.ofHours(24)).minusMillis(1));
    assertThat(jobs.look(done(JobState.RUNNING)), is(Duration.ofSeconds(5)));
    assertThat(jobs.rig.letters, is(empty()));
  }

  @Test
  void butNotLonger() {
    Jobs jobs = new Jobs();
    Instant queued = jobs.queue();
    jobs.rig.clock.advanceTo(queued.plus(Duration.ofHours(24)));
    jobs.look(done(JobState.RUNNING));

    assertThat(
        jobs.rig.letters.stream().map(DeadLetter::words).toList(),
        contains("the vendor's job did not end in time"));
    assertThat(jobs.rig.letters.get(0).reason(), is(Reason.VENDOR_UNAVAILABLE));
    assertThat(jobs.rig.leftovers(), is(0));
  }

  @Test
  void whereNobodySaidHowAJobFaresTheLettersSayWhatWasSaidInstead() {
    Jobs jobs = new Jobs();
    Instant queued = jobs.queue();
    jobs.rig.clock.advanceTo(queued.plus(Duration.ofHours(24)));
    jobs.look(retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO));

    assertThat(
        jobs.rig.letters.stream().map(DeadLetter::words).toList(),
        contains("the vendor's job did not end in time, as far as is known: not now"));
  }

  @Test
  void andSoTheyDoWhereTheRunEndsBefore() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.look(retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO));
    jobs.rig.abandon();

    assertThat(jobs.rig.letters.stream().map(DeadLetter::words).toList(), contains("not now"));
  }

  @Test
  void butNotOfAJobThatIsKnownToRun() {
    Jobs jobs = new Jobs();
    jobs.queue();
    jobs.look(retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO));
    jobs.look(done(JobState.RUNNING));
    jobs.rig.abandon();

    assertThat(
        jobs.rig.letters.stream().map(DeadLetter::words).toList(),
        contains("the run's time was over before the vendor had taken it"));
  }

  /** What a call has said is unsure then: whoever leaves is removed by a call. */
  @Test
  void aMemberThatWasGivenUpMayBeThereAllTheSame() {
    begin();
    vendor.answer(retry(Cause.UNAVAILABLE, 503, true, Duration.ofHours(30)));
    sendUpTo(1);
    rig.clock.advance(Duration.ofHours(30));
    rig.acceptQuietly(List.of(exit("a1", "p1", 9)));
    rig.drain();

    List<MemberBatch.Operation> last = vendor.calls().get(1).operations();
    assertThat(last, hasSize(1));
    assertThat(last.get(0).action(), is(Action.REMOVE));
  }

  @ParameterizedTest
  @MethodSource("answersThatLeaveOpenWhetherAMemberWasTaken")
  void aRemovalRepeatsWhatWasLastSentThoughNobodyAnsweredForIt(VendorAnswer<Receipt> lost) {
    rig.accept(List.of(member("a1", "p1", 1, "k1", "old")));
    rig.drain();
    vendor.answer(lost);
    rig.acceptQuietly(List.of(member("a1", "p1", 2, "k1", "new")));
    rig.wake(Urgency.EVERYTHING);
    rig.acceptQuietly(List.of(exit("a1", "p1", 3)));
    rig.drain();

    assertThat(vendor.calls(), hasSize(3));
    MemberBatch.Operation removal = vendor.calls().get(2).operations().get(0);
    assertThat(removal.action(), is(Action.REMOVE));
    assertThat(removal.member().field("name"), is("new"));
    assertThat(rig.leftovers(), is(0));
  }

  static List<VendorAnswer<Receipt>> answersThatLeaveOpenWhetherAMemberWasTaken() {
    return List.of(
        retry(Cause.UNAVAILABLE, 0, true, Duration.ZERO),
        retry(Cause.UNAVAILABLE, 503, true, Duration.ZERO),
        decided(ElementResult.retry(500, "later")));
  }

  @Test
  void aRemovalRepeatsNothingThatNeverLeft() {
    rig.accept(List.of(member("a1", "p1", 1, "k1", "old")));
    rig.drain();
    vendor.answer(retry(Cause.UNAVAILABLE, 0, false, Duration.ZERO));
    rig.acceptQuietly(List.of(member("a1", "p1", 2, "k1", "new")));
    rig.wake(Urgency.EVERYTHING);
    rig.acceptQuietly(List.of(exit("a1", "p1", 3)));
    rig.drain();

    assertThat(vendor.calls().get(2).operations().get(0).member().field("name"), is("old"));
  }
}
