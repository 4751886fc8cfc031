package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static io.muster.cli.endtoend.WorkspaceText.LINKEDIN;
import static io.muster.cli.endtoend.WorkspaceText.PEOPLE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunOutcome;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a delivery promises, whatever runs it: whole runs from files to the vendors' lists, with the
 * faults that vendors have. Several connections have theirs in one run, since a run's start costs
 * more than its work.
 */
abstract class DeliveryContract {

  private static final List<String> AUDIENCES =
      List.of(Bench.TIER, Bench.RENEWALS, Bench.CHAMPIONS);
  private static final int CHANGES = 1_500;
  private static final int PROFILES = 150;
  private static final int DOMAINS = 90;

  @TempDir private Path folder;
  private Bench bench;
  private int written;

  /** What runs it. */
  abstract Engine engine();

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder, Bench.freeOfRates());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void listsAreTheOracles() throws Exception {
    List<Change> changes = random(1);

    RunOutcome outcome = deliver("run", bench.workspaceText(), files(changes));

    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(changes));
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.sandbox.breaches(), is(empty()));
  }

  /**
   * A 429 with each form of Retry-After, 5xx, an answer that is lost after the write, a bad job.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 2)
  void listsAreTheOraclesThoughChangesComeShuffledAndRepeatedAndVendorsFail(long seed)
      throws Exception {
    List<Change> changes = random(seed);
    List<Change> arriving = new ArrayList<>(changes);
    Random random = new Random(seed);
    IntStream.range(0, CHANGES / 3)
        .forEach(i -> arriving.add(changes.get(random.nextInt(CHANGES))));
    Collections.shuffle(arriving, random);
    Fault throttle = Fault.of(FaultKind.THROTTLE).on(Vendor.LINKEDIN).path("/companies$").times(1);
    order(
        throttle.retryAfter("1"),
        throttle.retryAfter("date+2"),
        Fault.status(503).on(Vendor.BOMBORA).path("accounts$").times(2),
        Fault.of(FaultKind.RESET_AFTER).on(Vendor.BOMBORA).path("accounts$").times(1),
        Fault.of(FaultKind.JOB_FAILS).on(Vendor.DEMANDBASE).times(1),
        Fault.of(FaultKind.RESET_AFTER).on(Vendor.DEMANDBASE_PEOPLE).method("PUT").times(1));
    // Without a wait, calls are made while the input flows as well as at its end.
    WorkspaceText workspace =
        bench
            .workspaceText()
            .delivery(LINKEDIN, "maxBatchAge: 0s")
            .delivery(BOMBORA, "maxBatchAge: 0s")
            .delivery(DEMANDBASE, "maxBatchAge: 0s, pollEvery: 1s");

    RunOutcome outcome = deliver("run", workspace, files(arriving));

    VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(changes));
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.sandbox.breaches(), is(empty()));
    assertThat("every fault came", bench.sandbox.faults().orders(), is(empty()));
    assertThat(
        companiesCalls().toString(),
        pausesAfterThrottles(),
        everyItem(greaterThanOrEqualTo(Duration.ofSeconds(1))));
  }

  private List<RecordedCall> companiesCalls() {
    return bench.sandbox.calls().stream()
        .filter(call -> call.path().endsWith("/companies"))
        .sorted((one, other) -> one.at().compareTo(other.at()))
        .toList();
  }

  private List<Duration> pausesAfterThrottles() {
    List<RecordedCall> calls = companiesCalls();
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i + 1 < calls.size(); i++) {
      if (calls.get(i).status() == 429) {
        pauses.add(Duration.between(calls.get(i).at(), calls.get(i + 1).at()));
      }
    }
    return pauses;
  }

  @Test
  void aDeadCredentialStopsOneConnectionAndARejectedMemberOnlyItself() throws Exception {
    List<Change> changes = joining(10, AUDIENCES);
    bench.sandbox.revokeCredentials(Vendor.BOMBORA);
    order(
        Fault.of(FaultKind.REJECT_ELEMENTS).on(Vendor.LINKEDIN).elements("^d7\\.com$"),
        Fault.of(FaultKind.REJECT_BATCH).on(Vendor.DEMANDBASE).elements("^a7@sfdc$"));

    RunOutcome outcome = deliver("run", bench.workspaceText(), files(changes));

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(outcome.report().status(), is("incomplete"));
    assertThat(
        letters("run"),
        equalTo(
            Map.of(
                "abm VENDOR_REJECTED vendor", List.of("a7@sfdc", "a7@sfdc"),
                "tier VENDOR_REJECTED vendor", List.of("a7@sfdc"),
                "intent UNAUTHORIZED ours", accounts(10))));
    VendorState wanted = VendorState.mustBe(changes);
    wanted.demandbaseTier().remove("a7@sfdc");
    wanted.linkedinTier().remove("d7.com");
    wanted.linkedinRenewals().remove("d7.com");
    wanted.bomboraRenewals().clear();
    VendorState.of(bench.sandbox).assertEquals(wanted);
  }

  @Test
  void aTakenNameIsRefusedAVendorThatStaysDownIsGivenUpAndTheRestIsDelivered() throws Exception {
    List<Change> changes = joining(10, AUDIENCES);
    WorkspaceText text =
        bench.workspaceText().delivery(BOMBORA, "maxBatchAge: 1s, firstRetry: 1s, retryFor: 3s");
    Workspace workspace = bench.read(text);
    someoneMakesAtDemandbase("Tier 1");
    anotherDataflowOwnsAtLinkedin("Renewals", workspace);
    order(Fault.status(503).on(Vendor.BOMBORA));

    RunOutcome outcome = deliver("run", text, files(changes));

    assertThat(outcome.exitCode(), is(ExitCode.REFUSED));
    assertThat(outcome.report().status(), is("incomplete"));
    List<String> all = accounts(10);
    assertThat(
        letters("run"),
        equalTo(
            Map.of(
                "abm LIST_REFUSED ours", all,
                "tier LIST_REFUSED ours", all,
                "intent VENDOR_UNAVAILABLE vendor", all)));
    assertThat(
        reasons("run"),
        hasItems(containsString("belongs to dataflow winback"), containsString("adopt: true")));
    VendorState wanted = VendorState.mustBe(changes);
    wanted.demandbaseTier().clear();
    wanted.linkedinRenewals().clear();
    wanted.bomboraRenewals().clear();
    VendorState.of(bench.sandbox).assertEquals(wanted);
  }

  private void someoneMakesAtDemandbase(String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(bench.sandbox.endpoint(Vendor.DEMANDBASE) + "/job"))
                    .header("Authorization", "Bearer sandbox-demandbase-token")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            """
                            {"dataImportName":"%s","entityType":"Account","source":"CSV"}"""
                                .formatted(name)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.body(), answer.statusCode(), is(200));
  }

  private static void anotherDataflowOwnsAtLinkedin(String name, Workspace workspace) {
    Instant now = Instant.parse("2026-11-01T00:00:00Z");
    ListRef other = new ListRef("winback", "another audience");
    try (Registry registry = Registry.open(workspace.state())) {
      registry
          .lists(Clock.systemUTC())
          .put(new Registration(LINKEDIN, other, name, "4711", now, now, "an earlier run", 0));
    }
  }

  @Test
  void whatAVendorHasNotTakenWhenTheDrainIsOverIsALetter() throws Exception {
    List<Change> changes = joining(10, List.of(Bench.RENEWALS, Bench.CHAMPIONS));
    order(Fault.status(503).on(Vendor.BOMBORA));
    WorkspaceText text =
        bench
            .workspaceText()
            .only(BOMBORA, PEOPLE)
            .delivery(BOMBORA, "maxBatchAge: 1s, firstRetry: 1s");
    Instant begun = Instant.now();

    RunOutcome outcome =
        deliver(
            Activation.of(engine(), "run", bench.read(text), files(changes))
                .draining(Duration.ofSeconds(4)));

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(letters("run").keySet(), is(Set.of("intent VENDOR_UNAVAILABLE vendor")));
    assertThat(
        VendorState.of(bench.sandbox).champions(),
        equalTo(VendorState.mustBe(changes).champions()));
    // 24 hours is how long the vendor would be tried for.
    assertThat(Duration.between(begun, Instant.now()), is(lessThan(Duration.ofMinutes(1))));
  }

  @Test
  void massRemovalsAreHeldBackUntilTheyAreConfirmed() throws Exception {
    WorkspaceText text = bench.workspaceText().only(BOMBORA);
    List<Change> first = joining(60, List.of(Bench.RENEWALS));
    deliver("first", text, files(first));
    List<Change> exits =
        first.subList(0, 30).stream()
            .map(change -> change.leaves(1_000 + change.profile()))
            .toList();
    List<Change> more = new ArrayList<>(exits);
    IntStream.range(60, 65).forEach(i -> more.add(Change.joins(Bench.RENEWALS, i, 2_000 + i)));

    RunOutcome held = deliver("held", text, files(more));

    assertThat(held.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(held.report().status(), is("incomplete"));
    assertThat(
        letters("held"),
        equalTo(
            Map.of(
                "intent REMOVALS_BLOCKED ours",
                exits.stream().map(Change::accountId).sorted().toList())));
    assertThat(reasons("held"), everyItem(containsString("--confirm-removals")));
    assertThat(bomboraMembers(), is(65));

    RunOutcome confirmed =
        deliver(
            Activation.of(engine(), "confirmed", bench.read(text), files(exits))
                .confirming(Bench.RENEWALS));

    assertThat(confirmed.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bomboraMembers(), is(35));
  }

  private int bomboraMembers() {
    return VendorState.of(bench.sandbox).bomboraRenewals().size();
  }

  private static List<Change> random(long seed) {
    return Change.random(new Random(seed), AUDIENCES, CHANGES, PROFILES, DOMAINS);
  }

  /** So many profiles that come into each of the audiences, each with a domain of its own. */
  private static List<Change> joining(int profiles, List<String> audiences) {
    return IntStream.range(0, profiles)
        .boxed()
        .flatMap(i -> audiences.stream().map(audience -> Change.joins(audience, i, i)))
        .toList();
  }

  private static List<String> accounts(int profiles) {
    return joining(profiles, List.of(Bench.TIER)).stream().map(Change::accountId).toList();
  }

  private void order(Fault... faults) {
    Stream.of(faults).forEach(bench.sandbox.faults()::order);
  }

  /** In several files, which the runners read at once. */
  private List<Path> files(List<Change> changes) throws IOException {
    List<Path> files = new ArrayList<>();
    int size = changes.size() / 3 + 1;
    for (int i = 0; i < changes.size(); i += size) {
      List<Change> part = changes.subList(i, Math.min(changes.size(), i + size));
      files.add(bench.input("changes-" + written++, part.stream().map(Change::json).toList()));
    }
    return files;
  }

  private RunOutcome deliver(String run, WorkspaceText text, List<Path> inputs)
      throws IOException, RunException {
    return deliver(Activation.of(engine(), run, bench.read(text), inputs));
  }

  /** Of every run, whatever it met: nothing is lost, and nothing is counted twice. */
  private RunOutcome deliver(Activation activation) throws IOException, RunException {
    RunOutcome outcome = bench.activate(activation);
    long letters = outcome.report().malformed();
    for (AudienceLine line : outcome.report().dataflows()) {
      assertThat(line.toString(), line.received(), is(greaterThan(0L)));
      assertThat(line.toString(), line.pending(), is(0L));
      assertThat(
          line.toString(),
          line.received(),
          is(
              line.activated()
                  + line.excluded()
                  + line.failed()
                  + line.unchanged()
                  + line.superseded()));
      letters += line.excluded() + line.failed();
    }
    assertThat((long) bench.letters(activation.run()).size(), is(letters));
    return outcome;
  }

  /** The profiles of a run's dead letters, by dataflow, code and fault. */
  private SortedMap<String, List<String>> letters(String run) throws IOException {
    SortedMap<String, List<String>> letters = new TreeMap<>();
    for (JsonNode letter : bench.letters(run)) {
      String why =
          String.join(
              " ",
              letter.path("dataflow").asText(),
              letter.path("code").asText(),
              letter.path("fault").asText());
      JsonNode change = letter.path("change");
      letters
          .computeIfAbsent(why, key -> new ArrayList<>())
          .add(change.path("accountKey").path("sourceKey").asText());
    }
    letters.values().forEach(Collections::sort);
    return letters;
  }

  private List<String> reasons(String run) throws IOException {
    return bench.letters(run).stream().map(letter -> letter.path("reason").asText()).toList();
  }
}
