package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.VendorAnswer;
import io.muster.model.LedgerLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a delivery tells whoever watches it. */
class WatchedDeliveryTest {

  private static final int BATCH = 10;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, BATCH, true);

  private void acceptOne() {
    rig.accept(List.of(member("a1", "p", 1, "k", "one")));
  }

  private List<String> statuses(DeliveryRig of) {
    return of.ledger.stream().map(LedgerLine::status).toList();
  }

  @Test
  void eachLedgerLineIsACallWithItsOutcome() {
    vendor.poisonedBy("bad");
    rig.accept(List.of(member("a1", "p", 1, "good", "one"), member("a1", "q", 2, "bad", "two")));
    rig.drain();

    assertThat(
        rig.outcomes,
        contains(
            CallOutcome.REFUSED, // both together
            CallOutcome.ACCEPTED,
            CallOutcome.REFUSED));
    assertThat(statuses(rig), contains("refused", "accepted", "refused"));
  }

  @Test
  void aJobIsQueuedAndThenAccepted() {
    ScriptedVendor slow = new ScriptedVendor(random, true);
    DeliveryRig jobs = new DeliveryRig(slow, random, BATCH, true);
    jobs.accept(List.of(member("a1", "p", 1, "k", "one")));
    jobs.drain();

    assertThat(jobs.outcomes, contains(CallOutcome.QUEUED, CallOutcome.ACCEPTED));
    assertThat(statuses(jobs), contains("queued", "accepted"));
  }

  @Test
  void aLookAtAJobThatFailsCountsThoughTheLedgerDoesNotSayIt() {
    ScriptedVendor slow = new ScriptedVendor(random, true);
    DeliveryRig jobs = new DeliveryRig(slow, random, BATCH, true);
    jobs.accept(List.of(member("a1", "p", 1, "k", "one")));
    slow.failPolls();
    for (int i = 0; i < 5; i++) {
      jobs.wake(Urgency.EVERYTHING);
    }

    assertThat(jobs.outcomes, hasItem(CallOutcome.QUEUED));
    assertThat(jobs.outcomes, hasItem(CallOutcome.RETRIED));
    assertThat(statuses(jobs), contains("queued"));
  }

  @Test
  void aListThatIsGoneIsToldApartFromARefusal() {
    vendor.denyMembers();
    acceptOne();
    rig.wake(Urgency.EVERYTHING);
    rig.wake(Urgency.EVERYTHING);

    assertThat(rig.outcomes, everyItem(is(CallOutcome.LIST_GONE)));
    assertThat(rig.outcomes.isEmpty(), is(false));
    assertThat(statuses(rig), is(not(empty())));
    assertThat(statuses(rig), everyItem(is("refused")));
  }

  @Test
  void a429MakesTheConnectionWaitAsLongAsTheVendorAsks() {
    vendor.throttleFinds();
    acceptOne();
    Instant now = rig.clock.instant();
    rig.wake(Urgency.EVERYTHING);

    assertThat(rig.outcomes, contains(CallOutcome.THROTTLED));
    assertThat(rig.throttledUntil.isEmpty(), is(false));
    Instant until = rig.throttledUntil.get(0);
    assertThat(Duration.between(now, until).compareTo(Duration.ofHours(1)) >= 0, is(true));
    assertThat(rig.ledger, is(empty()));
  }

  /** What is waited for after a step in which all was to be sent. */
  private static Waiting waiting(DeliveryRig of) {
    Optional<Instant> next = of.ask(delivery -> delivery.work(Urgency.EVERYTHING, Instant.MAX));
    Waiting waiting = of.ask(ConnectionDelivery::waiting).orElseThrow();
    assertThat(Optional.of(waiting.until()), is(next));
    return waiting;
  }

  private DeliveryRig withAList(DeliveryRig of) {
    of.accept(List.of(member("a1", "p", 1, "k", "one")));
    of.drain();
    assertThat(of.ask(ConnectionDelivery::waiting), is(Optional.empty()));
    of.accept(List.of(exit("a1", "p", 2)));
    return of;
  }

  @Test
  void saysThatTheBudgetIsWaitedForAndUntilWhen() {
    withAList(rig);
    assertThat(rig.ask(ConnectionDelivery::waiting), is(Optional.empty())); // for company
    vendor.spendBudget();
    Instant now = rig.clock.instant();

    assertThat(waiting(rig), is(new Waiting(now.plus(Duration.ofHours(1)), "our budget is spent")));
  }

  @Test
  void saysWhatTheVendorAnsweredToWhatIsRepeatedWithoutItsWords() {
    withAList(rig);
    Instant now = rig.clock.instant();
    vendor.answer(
        new VendorAnswer.Retry<>(
            VendorAnswer.Cause.THROTTLED,
            new VendorAnswer.Problem(429, "not jane@acme.com again", true),
            Duration.ofHours(1)));

    Waiting waiting = waiting(rig);
    assertThat(waiting.words(), is("the last call came to HTTP 429, and is repeated then"));
    assertThat(
        Duration.between(now, waiting.until()).compareTo(Duration.ofHours(1)) >= 0, is(true));
  }

  @Test
  void saysThatAnImportJobIsWaitedForUntilItIsOver() {
    DeliveryRig jobs =
        withAList(new DeliveryRig(new ScriptedVendor(random, true), random, BATCH, true));

    assertThat(
        waiting(jobs).words(),
        is("the vendor's import job is not over, and is looked at again then"));

    jobs.drain();
    assertThat(jobs.ask(ConnectionDelivery::waiting), is(Optional.empty()));
  }

  @Test
  void saysThatANewListTakesNoMembersYet() {
    acceptOne();

    assertThat(waiting(rig).words(), is("a new list takes no members yet"));
  }

  @Test
  void saysSinceWhenTheVendorTakesNothingAndThatItDoesAgain() {
    acceptOne();
    rig.drain();
    assertThat(rig.ask(ConnectionDelivery::failingSince), is(Optional.empty()));

    vendor.withFaults(1);
    rig.accept(List.of(exit("a1", "p", 2)));
    Instant began = rig.clock.instant();
    rig.wake(Urgency.EVERYTHING);
    for (int i = 0; i < 3; i++) {
      rig.wake(Urgency.EVERYTHING);
    }
    Optional<Instant> since = rig.ask(ConnectionDelivery::failingSince);
    assertThat(since, is(equalTo(Optional.of(began))));
    assertThat(rig.outcomes, hasItem(CallOutcome.RETRIED));

    vendor.withFaults(0);
    rig.drain();
    assertThat(rig.ask(ConnectionDelivery::failingSince), is(Optional.empty()));
  }

  @Test
  void countsTheListsThatCannotBeUsed() {
    vendor.foreignList("List one");
    rig.accept(List.of(member("a1", "p", 1, "k", "one"), member("a2", "p", 1, "k", "one")));
    rig.drain();

    assertThat(rig.ask(ConnectionDelivery::unusableLists), is(1L));
  }
}
