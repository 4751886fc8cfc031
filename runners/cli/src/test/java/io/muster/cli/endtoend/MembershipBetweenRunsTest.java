package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs know of each other: each begins with nothing but what is remembered. */
class MembershipBetweenRunsTest {

  private static final MembershipUse MIRROR = MembershipUse.ofSnapshot(false, true);

  @TempDir private Path folder;
  private Bench bench;
  private Workspace workspace;
  private int runs;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder, Bench.freeOfRates());
    workspace =
        bench.read(
            bench
                .workspaceText()
                .delivery(WorkspaceText.DEMANDBASE, "maxBatchAge: 1s, pollEvery: 1s"));
  }

  /** A new list of LinkedIn's has to rest for seconds, where another vendor shows as much. */
  private void leaveOutLinkedin() throws IOException {
    workspace =
        bench.read(
            bench
                .workspaceText()
                .only(WorkspaceText.DEMANDBASE, WorkspaceText.PEOPLE, WorkspaceText.BOMBORA));
  }

  private void assertHeld(List<Change> changes) {
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(changes).withoutLinkedin());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private RunOutcome run(String runner, MembershipUse use, List<String> lines) throws Exception {
    String run = "run-" + ++runs;
    Activation activation =
        Activation.of(
            new Engine(runner, List.of()), run, workspace, List.of(bench.input(run, lines)));
    return new ActivationRun(
            activation.request(bench.out(run)).remembering(use),
            Bench.launcher(runner),
            bench.listener(),
            Clock.systemUTC())
        .run();
  }

  private RunOutcome activate(String runner, List<Change> changes) throws Exception {
    return run(runner, MembershipUse.believing(), json(changes));
  }

  private static List<String> json(List<Change> changes) {
    return changes.stream().map(Change::json).collect(Collectors.toCollection(ArrayList::new));
  }

  private List<JsonNode> ledger() throws IOException {
    return bench.ledger("run-" + runs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink"})
  void runAfterRunTheListsAreRightAndTheSameAgainMakesNoCall(String runner) throws Exception {
    List<Change> all =
        Change.random(
            new Random(1), List.of(Bench.TIER, Bench.RENEWALS, Bench.CHAMPIONS), 600, 80, 50);
    activate(runner, all.subList(0, 300));
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(all.subList(0, 300)));

    RunOutcome second = activate(runner, all.subList(300, 600));
    assertThat(second.exitCode(), is(ExitCode.DELIVERED));
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(all));

    RunOutcome again = activate(runner, all);
    assertThat(again.exitCode(), is(ExitCode.DELIVERED));
    assertThat(ledger(), is(empty()));
    assertThat(
        again.report().dataflows().stream().map(AudienceLine::calls).toList(), everyItem(is(0L)));
    assertThat(
        again.report().dataflows().stream().mapToLong(AudienceLine::unchanged).sum(),
        is(greaterThan(0L)));
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(all));

    RunOutcome full = run(runner, MembershipUse.ofSnapshot(true, false), json(all));
    assertThat(full.exitCode(), is(ExitCode.DELIVERED));
    assertThat(ledger(), is(not(empty())));
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(all));
  }

  @Test
  void anExitFindsWhatAnEarlierRunAddedThoughItNamesNoMember() throws Exception {
    leaveOutLinkedin();
    activate("direct", List.of(Change.joins(Bench.TIER, 1, 1), Change.joins(Bench.TIER, 2, 2)));
    String bare =
        """
        {"accountKey":{"sourceKey":"a1@sfdc"},"segmentMembership":{"ups":{"%s":{"status":"exited","lastQualificationTime":"2026-11-21T00:00:00Z"}}}}"""
            .formatted(Bench.TIER);

    run("direct", MembershipUse.believing(), List.of(bare));

    assertHeld(List.of(Change.joins(Bench.TIER, 2, 2)));
  }

  @Test
  void aSnapshotThatWasCorrectedUnderTheSameTimesIsSent() throws Exception {
    leaveOutLinkedin();
    activate("direct", List.of(Change.joins(Bench.TIER, 1, 1), Change.joins(Bench.TIER, 2, 2)));
    Change corrected = new Change(Bench.TIER, 1, 1, false, 1, 7);

    RunOutcome outcome = activate("direct", List.of(corrected, Change.joins(Bench.TIER, 2, 2)));

    assertHeld(List.of(corrected, Change.joins(Bench.TIER, 2, 2)));
    assertThat(
        ledger().stream().mapToInt(line -> line.get("members").asInt()).boxed().distinct().toList(),
        is(List.of(1)));
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
  }

  @ParameterizedTest
  @ValueSource(strings = "flink")
  void aMirrorLetsGoWhoIsNotInTheSnapshotAndKeepsWhoDoesNotQualify(String runner) throws Exception {
    List<Change> before =
        List.of(
            Change.joins(Bench.TIER, 1, 1),
            Change.joins(Bench.TIER, 2, 2),
            Change.joins(Bench.TIER, 3, 3),
            Change.joins(Bench.RENEWALS, 4, 4),
            Change.joins(Bench.CHAMPIONS, 5, 5));
    activate(runner, before);
    List<String> snapshot = json(List.of(before.get(0), before.get(4)));
    // Nothing that qualifies is said of the second account, but it is there.
    snapshot.add(before.get(1).json().replace("Name 0", " "));

    RunOutcome mirror = run(runner, MIRROR, snapshot);

    VendorState.of(bench.sandbox)
        .assertEquals(VendorState.mustBe(List.of(before.get(0), before.get(1), before.get(4))));
    assertThat(mirror.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(bench.letters("run-" + runs), hasSize(2)); // the excluded one, at two vendors
    for (AudienceLine line : mirror.report().dataflows()) {
      assertThat(
          line.dataflow(),
          line.received(),
          is(
              line.activated()
                  + line.excluded()
                  + line.failed()
                  + line.unchanged()
                  + line.superseded()));
    }
    run(runner, MIRROR, snapshot);
    assertThat(ledger(), is(empty()));

    RunOutcome back = run(runner, MIRROR, json(before));
    assertThat(back.exitCode(), is(ExitCode.DELIVERED));
    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(before));
  }

  @Test
  void anEmptySnapshotLetsNobodyGoUntilThatIsConfirmed() throws Exception {
    leaveOutLinkedin();
    List<Change> before = List.of(Change.joins(Bench.TIER, 1, 1), Change.joins(Bench.TIER, 2, 2));
    activate("direct", before);

    RunOutcome empty = run("direct", MIRROR, List.of());

    assertThat(empty.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(empty.report().status(), is("incomplete"));
    assertHeld(before);
    List<JsonNode> letters = bench.letters("run-" + runs);
    assertThat(letters, hasSize(2)); // two accounts
    assertThat(
        letters.stream().map(letter -> letter.get("code").asText()).distinct().toList(),
        is(List.of("REMOVALS_BLOCKED")));
    assertThat(letters.stream().anyMatch(letter -> letter.has("change")), is(false));
    assertThat(ledger(), is(empty()));

    Activation confirmed =
        Activation.of(
                new Engine("direct", List.of()),
                "run-" + ++runs,
                workspace,
                List.of(bench.input("confirmed", List.of())))
            .confirming(Bench.TIER);
    new ActivationRun(
            confirmed.request(bench.out("run-" + runs)).remembering(MIRROR),
            Bench.launcher("direct"),
            bench.listener(),
            Clock.systemUTC())
        .run();
    assertHeld(List.of());
  }

  @Test
  void aMirrorThatWouldRemoveTooMuchIsHeldBackAndGoesThroughOnceConfirmed() throws Exception {
    leaveOutLinkedin();
    List<Change> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(Change.joins(Bench.RENEWALS, i, i));
    }
    activate("direct", before);
    List<Change> after = before.subList(0, 50);

    RunOutcome held = run("direct", MIRROR, json(after));
    assertThat(held.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(held.report().status(), is("incomplete"));
    assertHeld(before);
    assertThat(bench.letters("run-" + runs), hasSize(50));

    Activation confirmed =
        Activation.of(
                new Engine("direct", List.of()),
                "run-" + ++runs,
                workspace,
                List.of(bench.input("confirmed", json(after))))
            .confirming(Bench.RENEWALS);
    RunOutcome through =
        new ActivationRun(
                confirmed.request(bench.out("run-" + runs)).remembering(MIRROR),
                Bench.launcher("direct"),
                bench.listener(),
                Clock.systemUTC())
            .run();
    assertThat(through.exitCode(), is(ExitCode.DELIVERED));
    assertHeld(after);
  }

  /** What is remembered is of a list that isn't there any more. */
  @Test
  void listsThatAreGoneAreFilledAgainThoughNothingHasChanged() throws Exception {
    List<Change> all =
        List.of(
            Change.joins(Bench.RENEWALS, 1, 1),
            Change.joins(Bench.TIER, 2, 2),
            Change.joins(Bench.CHAMPIONS, 3, 3));
    activate("direct", all);
    bench.sandbox.reset();

    RunOutcome outcome = activate("direct", all);

    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(all));
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
  }

  @Test
  void eachConnectionAndAudienceIsRememberedForItself() throws Exception {
    activate("direct", List.of(Change.joins(Bench.TIER, 1, 1)));
    activate("direct", List.of(Change.joins(Bench.RENEWALS, 1, 2)));
    activate("direct", List.of(Change.joins(Bench.TIER, 1, 1).leaves(3)));

    VendorState.of(bench.sandbox)
        .assertEquals(VendorState.mustBe(List.of(Change.joins(Bench.RENEWALS, 1, 2))));
  }
}
