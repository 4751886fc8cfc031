package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.model.Counts;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ledger, the letters and the counts say when the vendor answers in other ways. */
class DeliverMembersFailuresTest extends DeliveryTestBase {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private void deliver(ConnectionPlan plan, MembershipChange... changes) {
    run(script().bundle(changes), plan, DRAIN, Clock::systemUTC);
  }

  private List<String> statuses() {
    return delivered.ledger().stream().map(LedgerLine::status).toList();
  }

  private static DeliverySettings retryingFor(Duration time) {
    return new DeliverySettings(
        BATCH_AGE, time, Duration.ofMillis(20), Duration.ofMillis(20), 1_000_000);
  }

  @Test
  void elementThatTheVendorRejectsIsALetterAndTheOthersAreThere() {
    sandbox.faults().order(Fault.of(FaultKind.REJECT_ELEMENTS).elements("globex"));
    MembershipChange rejected = join("p2", "globex.com", 1);
    deliver(
        plan(Vendor.LINKEDIN, 5_000, PATIENT),
        join("p1", "acme.com", 1),
        rejected,
        join("p3", "initech.com", 1));

    assertThat(members(Vendor.LINKEDIN), contains("acme.com", "initech.com"));
    LedgerLine line = delivered.ledger().get(0);
    assertThat(delivered.ledger(), hasSize(1));
    assertThat(line.batch(), is("run-1-test-000001"));
    assertThat(line.connection(), is("test"));
    assertThat(line.dataflow(), is("flow"));
    assertThat(line.audience(), is("a1"));
    assertThat(line.list(), is(sandbox.list(Vendor.LINKEDIN, LIST).orElseThrow().id()));
    assertThat(line.action(), is("add"));
    assertThat(line.members(), is(3));
    assertThat(line.attempt(), is(1));
    assertThat(line.status(), is("partial"));

    DeadLetter letter = delivered.letters().get(0);
    assertThat(delivered.letters(), hasSize(1));
    assertThat(letter.reason(), is(Reason.VENDOR_REJECTED));
    assertThat(letter.dataflow(), is("flow"));
    assertThat(letter.audience(), is("a1"));
    assertThat(letter.attempts(), is(1));
    assertThat(letter.origin().position(), is(rejected.origin().position()));
    assertThat(new String(letter.origin().value(), StandardCharsets.UTF_8), is("{\"line\":1}"));

    Counts counts = delivered.counts("a1");
    assertThat(counts.list(), is(line.list()));
    assertThat(counts.activated(), is(2L));
    assertThat(counts.added(), is(2L));
    assertThat(counts.failed(), is(1L));
    assertThat(counts.calls(), is(1L));
    assertThat(counts.byCode(), is(Map.of("VENDOR_REJECTED", 1L)));
  }

  @Test
  void addsAndRemovesShareACallWhereTheVendorAllowsIt() {
    deliver(
        plan(Vendor.LINKEDIN, 5_000, PATIENT),
        join("p1", "acme.com", 1),
        leave("p2", "globex.com", 1));

    assertThat(delivered.ledger(), hasSize(1));
    assertThat(delivered.ledger().get(0).action(), is("mixed"));
    assertThat(members(Vendor.LINKEDIN), contains("acme.com"));
    assertThat(sandbox.breaches(), is(empty()));
  }

  private MembershipChange account(String id) {
    Member member =
        new Member(
            "identity:primaryId=" + id,
            Map.of("identity:primaryId", id, "accountName", id, "accountEmailDomain", id + ".com"));
    return changeOf(id, member, 1, false);
  }

  @Test
  void importJobIsLookedAtUntilItsEnd() {
    deliver(plan(Vendor.DEMANDBASE, 1_000, PATIENT), account("acme"), account("globex"));

    assertThat(members(Vendor.DEMANDBASE), contains("acme", "globex"));
    assertThat(statuses(), contains("queued", "accepted"));
    assertThat(delivered.ledger().get(1).batch(), is(delivered.ledger().get(0).batch()));
    assertThat(delivered.counts("a1").activated(), is(2L));
    assertThat(delivered.counts("a1").calls(), is(1L));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void importJobThatFailsIsSentAgainAsTheSameBatch() {
    sandbox.faults().order(Fault.of(FaultKind.JOB_FAILS).times(1));
    deliver(plan(Vendor.DEMANDBASE, 1_000, PATIENT), account("acme"));

    assertThat(members(Vendor.DEMANDBASE), contains("acme"));
    assertThat(statuses(), contains("queued", "retry", "queued", "accepted"));
    String batch = delivered.ledger().get(0).batch();
    assertThat(delivered.ledger().stream().map(LedgerLine::batch).toList(), everyItem(is(batch)));
    assertThat(delivered.ledger().stream().map(LedgerLine::attempt).toList(), contains(1, 1, 2, 2));
    assertThat(delivered.counts("a1").calls(), is(2L));
    assertThat(delivered.counts("a1").added(), is(1L));
  }

  @Test
  void callWhoseAnswerIsLostIsRepeatedAsTheSameBatch() {
    sandbox.faults().order(Fault.of(FaultKind.RESET_AFTER).path("/accounts$").times(1));
    deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(members(Vendor.BOMBORA), contains("acme.com"));
    assertThat(statuses(), contains("retry", "accepted"));
    assertThat(delivered.ledger().stream().map(LedgerLine::attempt).toList(), contains(1, 2));
    assertThat(delivered.ledger().get(1).batch(), is(delivered.ledger().get(0).batch()));
    assertThat(delivered.counts("a1").activated(), is(1L));
    assertThat(delivered.counts("a1").added(), is(1L));
    assertThat(delivered.counts("a1").calls(), is(2L));
  }

  @Test
  void vendorThatIsDownForLongerThanTheDeadlineIsALetterForEachChange() {
    sandbox.faults().order(Fault.status(503).path("/accounts$"));
    deliver(
        plan(Vendor.BOMBORA, 1_000, retryingFor(Duration.ofSeconds(3))),
        join("p1", "acme.com", 1),
        join("p2", "globex.com", 1));

    assertThat(delivered.letters(), hasSize(2));
    for (DeadLetter letter : delivered.letters()) {
      assertThat(letter.reason(), is(Reason.VENDOR_UNAVAILABLE));
      assertThat(letter.attempts(), is(greaterThan(1)));
      assertThat(letter.firstFailedAt(), is(lessThan(letter.at())));
    }
    assertThat(statuses(), everyItem(is("retry")));
    Counts counts = delivered.counts("a1");
    assertThat(counts.failed(), is(2L));
    assertThat(counts.calls(), is((long) delivered.ledger().size()));
    assertThat(counts.byCode(), is(Map.of("VENDOR_UNAVAILABLE", 2L)));
  }

  @Test
  void endOfTheInputWaitsForAVendorNoLongerThanItMay() {
    sandbox.faults().order(Fault.status(503));
    run(
        script().bundle(join("p1", "acme.com", 1)),
        plan(Vendor.BOMBORA, 1_000, PATIENT),
        Duration.ofMillis(300),
        Clock::systemUTC);

    assertThat(delivered.letters(), hasSize(1));
    assertThat(delivered.letters().get(0).reason(), is(Reason.VENDOR_UNAVAILABLE));
    assertThat(delivered.counts("a1").failed(), is(1L));
  }

  @Test
  void answerToTheCallThatIsUnderWayAtTheEndCounts() {
    Duration drain = Duration.ofSeconds(2);
    sandbox
        .faults()
        .order(Fault.of(FaultKind.LATENCY).delay(drain.plusSeconds(1)).path("/accounts$"));
    run(
        script().bundle(join("p1", "acme.com", 1), join("p2", "globex.com", 1)),
        plan(Vendor.BOMBORA, 1, PATIENT),
        drain,
        Clock::systemUTC,
        true);

    assertThat(members(Vendor.BOMBORA), hasSize(1));
    assertThat(statuses(), contains("accepted"));
    Counts counts = delivered.counts("a1");
    assertThat(counts.calls(), is(1L));
    assertThat(counts.added(), is(1L));
    assertThat(counts.activated(), is(1L));
    assertThat(counts.byCode(), is(Map.of("VENDOR_UNAVAILABLE", 1L)));
  }

  @Test
  void deadCredentialFailsWhatIsOwedAtTheEnd() {
    sandbox.revokeCredentials(Vendor.BOMBORA);
    deliver(
        plan(Vendor.BOMBORA, 1, PATIENT), join("p1", "acme.com", 1), join("p2", "globex.com", 1));

    assertThat(
        delivered.letters().stream().map(DeadLetter::reason).toList(),
        contains(Reason.UNAUTHORIZED, Reason.UNAUTHORIZED));
    assertThat(delivered.letters().get(0).words(), containsString("connection test"));
    assertThat(delivered.counts("a1").byCode(), is(Map.of("UNAUTHORIZED", 2L)));
    assertThat(delivered.counts("a1").calls(), is(0L));
  }

  @Test
  void versionThatHasEndedIsNoFaultOfAMemberAndIsSaidOnce() {
    sandbox.faults().order(Fault.status(426).path("/companies$"));
    deliver(
        plan(Vendor.LINKEDIN, 5_000, PATIENT),
        join("p1", "acme.com", 1),
        join("p2", "globex.com", 1),
        join("p3", "initech.com", 1));

    assertThat("nobody is looked for among the members", statuses(), contains("refused"));
    Counts counts = delivered.counts("a1");
    assertThat(counts.calls(), is(1L));
    assertThat(counts.byCode(), is(Map.of("VENDOR_REJECTED", 3L)));
    for (DeadLetter letter : delivered.letters()) {
      assertThat(
          letter.words(),
          allOf(
              startsWith("connection test: the vendor serves nobody with its settings ("),
              containsString("set the connection's options.apiVersion")));
    }
  }

  @Test
  void listThatCannotBeFoundInAnEndedVersionFailsAlike() {
    sandbox.faults().order(Fault.status(426).path("/dmpSegments"));
    deliver(plan(Vendor.LINKEDIN, 5_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(delivered.counts("a1").byCode(), is(Map.of("VENDOR_REJECTED", 1L)));
    assertThat(delivered.letters().get(0).words(), containsString("options.apiVersion"));
    assertThat(delivered.ledger(), is(empty()));
  }

  @Test
  void nameOfAnotherDataflowIsRefused() {
    registry
        .get()
        .lists(Clock.systemUTC())
        .put(
            new Registration(
                "test",
                new ListRef("other", "a9"),
                " audience A1 ",
                "l9",
                START,
                START,
                "run-0",
                0));
    deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(delivered.letters().get(0).reason(), is(Reason.LIST_REFUSED));
    assertThat(delivered.letters().get(0).words(), containsString("dataflow other"));
    assertThat(delivered.counts("a1").byCode(), is(Map.of("LIST_REFUSED", 1L)));
    assertThat(delivered.ledger(), is(empty()));
    assertThat(sandbox.lists(), is(empty()));
  }

  @Test
  void nameThatIsTakenAtTheVendorIsRefused() {
    somebodyMakesTheList();
    deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(delivered.letters().get(0).reason(), is(Reason.LIST_REFUSED));
    assertThat(delivered.letters().get(0).words(), containsString("adopt: true"));
    assertThat(delivered.counts("a1").failed(), is(1L));
    assertThat(members(Vendor.BOMBORA), is(empty()));
  }

  private void somebodyMakesTheList() {
    ConnectionPlan plan = plan(Vendor.BOMBORA, 1_000, PATIENT);
    try (VendorHttpClient http =
        new VendorHttpClient(HttpTimeouts.defaults(), Secrets.ofProcess(), Clock.systemUTC())) {
      VendorLists lists =
          Destinations.load()
              .require("bombora")
              .open(plan.connection(), http.within(CallBudget.unlimited()));
      assertThat(lists.create(new ListName(LIST, "")), is(instanceOf(VendorAnswer.Accepted.class)));
    }
  }

  @Test
  void attemptsOfOneBatchAreNumberedOneByOne() {
    sandbox.faults().order(Fault.of(FaultKind.THROTTLE).path("/accounts$").times(3));
    deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(statuses(), contains("retry", "retry", "retry", "accepted"));
    assertThat(delivered.ledger().stream().map(LedgerLine::attempt).toList(), contains(1, 2, 3, 4));
    assertThat(
        delivered.ledger().stream().map(LedgerLine::httpStatus).toList(),
        everyItem(is(in(List.of(429, 200, 202)))));
  }
}
