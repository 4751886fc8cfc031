package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, from the request to the report and the exit code. */
class ActivationRunTest {

  private static final Path TEST_DATA = Path.of("..", "test-data");

  @TempDir private Path folder;
  private RunBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RunBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  /** An account that is a member of some audiences. */
  private static String account(String id, String... audiences) {
    List<String> memberships = new ArrayList<>();
    for (String audience : audiences) {
      memberships.add(
          "\"%s\":{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}"
              .formatted(audience));
    }
    return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountName\":\"%s Inc\","
            + "\"accountOrganization\":{\"domain\":\"%s.com\"},"
            + "\"segmentMembership\":{\"ups\":{%s}}}")
        .formatted(id, id, id, String.join(",", memberships));
  }

  private RunOutcome run(Path... inputs) throws RunException {
    return bench.run("run-1", bench.workspace(), inputs);
  }

  private RunException refused(Path... inputs) {
    return assertThrows(RunException.class, () -> run(inputs));
  }

  private static AudienceLine line(RunReport report, String dataflow, String audience) {
    return report.dataflows().stream()
        .filter(line -> line.dataflow().equals(dataflow) && line.audience().equals(audience))
        .findFirst()
        .orElseThrow();
  }

  private List<String> codes() throws IOException {
    return bench.lines("dead-letters").stream().map(each -> each.get("code").asText()).toList();
  }

  @Test
  void bringsEachListInOrderAndSaysSo() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1", "a2"), "", account("globex", "a1"));
    RunOutcome outcome = run(input);

    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com", "globex.com"));
    assertThat(bench.members(Vendor.BOMBORA, "Second"), contains("acme.com"));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), contains("acme", "globex"));
    assertThat(bench.sandbox().breaches(), is(empty()));

    RunReport report = bench.report();
    assertThat(report, is(outcome.report()));
    assertThat(report.run(), is("run-1"));
    assertThat(report.status(), is("completed"));
    assertThat(report.endedAt() == null, is(false));
    assertThat(
        report.dataflows().stream().map(each -> each.dataflow() + " " + each.audience()).toList(),
        contains("domains a1", "domains a2", "accounts a1"));
    AudienceLine first = line(report, "domains", "a1");
    assertThat(first.list(), is(bench.sandbox().list(Vendor.BOMBORA, "First").orElseThrow().id()));
    assertThat(first.received(), is(2L));
    assertThat(first.activated(), is(2L));
    assertThat(first.added(), is(2L));
    assertThat(first.calls(), is(1L));

    assertThat(bench.lines("dead-letters"), is(empty()));
    assertThat(
        bench.lines("ledger").stream().map(each -> each.get("status").asText()).toList(),
        containsInAnyOrder("accepted", "accepted", "queued", "accepted"));
    assertThat(Files.readString(bench.out().resolve("report.html")), containsString("Second"));
  }

  @Test
  void aMemoryOfListsThatCannotBeKeptIsSeenBeforeAnythingIsSent() throws Exception {
    Path memory = Path.of(bench.workspace().state().membership()).resolve("membership");
    Files.createDirectories(memory.getParent());
    Files.writeString(memory, "no folder");

    RunException refusal = refused(bench.file("day.jsonl", account("acme", "a1")));

    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString(memory + ": what is remembered of lists"));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void aConnectionThatIsGivenAnotherAccountDoesNotFillTheListsOfTheOneThatItHad() throws Exception {
    bench.file("token", "sandbox-linkedin-token");
    bench.run("run-1", companies("1"), bench.file("one.jsonl", account("acme", "a1")));
    int calls = bench.sandbox().calls().size();
    Path more = bench.file("two.jsonl", account("globex", "a1"));

    RunException refusal =
        assertThrows(RunException.class, () -> bench.run("run-2", companies("2"), more));

    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(
        refusal.getMessage(),
        allOf(
            containsString("connection pages"),
            containsString("account 1"),
            containsString("account 2 now")));
    assertThat(bench.sandbox().calls().size(), is(calls));

    RunOutcome back = bench.run("run-3", companies("1"), more);
    assertThat(back.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.members(Vendor.LINKEDIN, "Pages"), contains("acme.com", "globex.com"));
  }

  private Workspace companies(String account) {
    return bench.workspace(
        """
        connections:
          pages:
            destination: linkedin-companies
            account: "%1$s"
            auth: { token: "${file:token}" }
            endpoint: %2$s/linkedin/rest
            tokenEndpoint: %2$s/linkedin/oauth/v2/accessToken
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2s }
        dataflows:
          companies:
            connection: pages
            audiences:
              - { id: a1, name: Pages }
            mappings:
              - { source: accountName,                target: companyName }
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        """
            .formatted(account, bench.endpoint()));
  }

  @Test
  void missingInputIsUsageAndNothingHappens() {
    RunException refusal = refused(folder.resolve("none.jsonl"));
    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString(folder.resolve("none.jsonl").toString()));
    assertThat(Files.exists(bench.out()), is(false));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void emptyInputIsDeliveredWithAReportOfZeros() throws Exception {
    RunOutcome outcome = run(bench.file("empty.jsonl"));
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.report().status(), is("completed"));
    assertThat(bench.report().malformed(), is(0L));
    assertThat(bench.report().dataflows(), hasSize(3));
    for (AudienceLine each : bench.report().dataflows()) {
      assertThat(each.received() + each.activated() + each.calls() + each.pending(), is(0L));
      assertThat(each.list() == null, is(true));
    }
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void unknownBeamOptionIsUsage() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1"));
    RunException refusal =
        assertThrows(
            RunException.class,
            () -> bench.run("run-1", bench.workspace(), List.of("--nosuchoption=1"), input));
    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString("nosuchoption"));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void runFolderThatCannotBeWrittenIsUsage() throws Exception {
    Files.writeString(bench.out(), "a file");
    RunException refusal = refused(bench.file("day.jsonl", account("acme", "a1")));
    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString("--out"));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void heldConnectionIsRefusedWithTheHoldersName() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1"));
    try (Registry registry = Registry.open(bench.workspace().state())) {
      LeaseOutcome.Granted held =
          (LeaseOutcome.Granted)
              registry
                  .leases(Clock.systemUTC())
                  .acquire(List.of("intent"), LeaseHolder.ofThisProcess("run-0"));
      RunException refusal = refused(input);
      assertThat(refusal.exitCode(), is(ExitCode.REFUSED));
      assertThat(refusal.getMessage(), allOf(containsString("run-0"), containsString("intent")));
      assertThat(bench.sandbox().calls(), is(empty()));

      registry.leases(Clock.systemUTC()).release(held.lease());
    }
    assertThat(run(input).exitCode(), is(ExitCode.DELIVERED));
  }

  @Test
  void runThatLosesItsConnectionsSendsNothingMoreAndNamesTheRunThatTookThem() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1", "a2"));
    TestLauncher launcher = new TestLauncher(() -> takeOver("run-2"));
    RunException failed =
        assertThrows(
            RunException.class,
            () -> bench.run("run-1", bench.workspace(), List.of(), launcher, input));

    assertThat(failed.exitCode(), is(ExitCode.FAILED));
    assertThat(
        failed.getMessage(),
        allOf(
            containsString("run run-2 has taken connection "),
            containsString("on host "),
            containsString("run run-1 was silent")));
    assertThat(bench.report().status(), is("failed"));
    assertThat(bench.sandbox().lists(), is(empty()));
  }

  @Test
  void aJobsWorkersWriteUnderItsLeaseWhichIsFreeWhenItHasEnded() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1", "a2"));
    List<LeaseOutcome> refusals = new ArrayList<>();
    TestLauncher launcher =
        TestLauncher.ofAJob(() -> refusals.add(ask(Clock.systemUTC(), "run-2")));
    RunOutcome outcome = bench.run("run-1", bench.workspace(), List.of(), launcher, input);

    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(outcome.report(), is(bench.report()));
    assertThat(outcome.report().status(), is("completed"));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com"));
    assertThat(
        ((LeaseOutcome.Taken) refusals.get(0)).words(),
        containsString("run run-1 writes to crm: as a job on a cluster"));
    assertThat(ask(Clock.systemUTC(), "run-2") instanceof LeaseOutcome.Granted, is(true));
  }

  @Test
  void aJobThatLosesItsConnectionsFailsAndNamesTheRunThatTookThem() throws Exception {
    Path input = bench.file("day.jsonl", account("acme", "a1", "a2"));
    TestLauncher launcher = TestLauncher.ofAJob(() -> takeOver("run-2"));
    RunException failed =
        assertThrows(
            RunException.class,
            () -> bench.run("run-1", bench.workspace(), List.of(), launcher, input));

    assertThat(failed.exitCode(), is(ExitCode.FAILED));
    assertThat(
        failed.getMessage(),
        allOf(
            containsString("run run-2 has taken connection "),
            containsString("run run-1 was silent")));
    assertThat(bench.report().status(), is("failed"));
    assertThat(bench.sandbox().lists(), is(empty()));
    assertThat(ask(Clock.systemUTC(), "run-3") instanceof LeaseOutcome.Taken, is(true));
  }

  private LeaseOutcome ask(Clock clock, String run) {
    try (Registry registry = Registry.open(bench.workspace().state())) {
      return registry
          .leases(clock)
          .acquire(List.of("crm", "intent"), LeaseHolder.ofThisProcess(run));
    }
  }

  /** As another run does once this one has been silent for too long. */
  private void takeOver(String run) {
    Clock later = Clock.offset(Clock.systemUTC(), Leases.DEAD_AFTER.plusSeconds(5));
    assertThat(ask(later, run) instanceof LeaseOutcome.Granted, is(true));
  }

  @Test
  void folderThatIsUsedAgainHasTheNewReportAndBothLedgers() throws Exception {
    run(bench.file("day.jsonl", account("acme", "a2"), "no JSON"));
    bench.run("run-2", bench.workspace(), bench.file("next.jsonl", account("globex", "a2")));

    assertThat(bench.report().run(), is("run-2"));
    assertThat(bench.report().malformed(), is(0L));
    assertThat(line(bench.report(), "domains", "a2").received(), is(1L));
    assertThat(
        bench.lines("ledger").stream().map(each -> each.get("batch").asText()).toList(),
        contains("run-1-intent-000001", "run-2-intent-000001"));
    assertThat(codes(), contains("NOT_JSON"));
    assertThat(bench.members(Vendor.BOMBORA, "Second"), contains("acme.com", "globex.com"));
  }

  @Test
  void nameThatIsTakenAtTheVendorIsRefusedAndTheOthersAreDelivered() throws Exception {
    makeListOfSomebodyElse("First");
    RunOutcome outcome =
        run(bench.file("day.jsonl", account("acme", "a1", "a2"), account("globex", "a1")));

    assertThat(outcome.exitCode(), is(ExitCode.REFUSED));
    assertThat(bench.report().status(), is("incomplete"));
    AudienceLine refused = line(bench.report(), "domains", "a1");
    assertThat(refused.failed(), is(2L));
    assertThat(refused.byCode(), is(Map.of("LIST_REFUSED", 2L)));
    assertThat(codes(), contains("LIST_REFUSED", "LIST_REFUSED"));
    assertThat(bench.members(Vendor.BOMBORA, "First"), is(empty()));
    assertThat(bench.members(Vendor.BOMBORA, "Second"), contains("acme.com"));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), contains("acme", "globex"));
  }

  private void makeListOfSomebodyElse(String name) {
    try (VendorHttpClient http =
        new VendorHttpClient(HttpTimeouts.defaults(), Secrets.ofProcess(), Clock.systemUTC())) {
      VendorLists lists =
          Destinations.load()
              .require("bombora")
              .open(bench.workspace().connection("intent"), http.within(CallBudget.unlimited()));
      VendorAnswer<?> answer = lists.create(new ListName(name, ""));
      assertThat(answer instanceof VendorAnswer.Accepted, is(true));
    }
  }

  @Test
  void deadCredentialLeavesDeadLettersAndTheOthersAreDelivered() throws Exception {
    bench.sandbox().revokeCredentials(Vendor.BOMBORA);
    RunOutcome outcome = run(bench.file("day.jsonl", account("acme", "a1", "a2")));

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(bench.report().status(), is("incomplete"));
    assertThat(line(bench.report(), "domains", "a1").byCode(), is(Map.of("UNAUTHORIZED", 1L)));
    assertThat(line(bench.report(), "domains", "a2").byCode(), is(Map.of("UNAUTHORIZED", 1L)));
    assertThat(codes(), contains("UNAUTHORIZED", "UNAUTHORIZED"));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), contains("acme"));
    for (JsonNode letter : bench.lines("dead-letters")) {
      assertThat(letter.get("reason").asText(), containsString("connection intent"));
      assertThat(letter.get("reason").asText(), not(containsString("sandbox-secret")));
    }
  }

  @Test
  void vendorThatIsDownForTooLongLeavesDeadLettersThatCanBeReplayed() throws Exception {
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.BOMBORA));
    String change = account("acme", "a1");
    RunOutcome outcome = run(bench.file("day.jsonl", change));

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(
        line(bench.report(), "domains", "a1").byCode(), is(Map.of("VENDOR_UNAVAILABLE", 1L)));
    assertThat(line(bench.report(), "domains", "a1").pending(), is(0L));
    assertThat(line(bench.report(), "accounts", "a1").activated(), is(1L));
    JsonNode letter = bench.lines("dead-letters").get(0);
    assertThat(letter.get("code").asText(), is("VENDOR_UNAVAILABLE"));
    assertThat(letter.get("fault").asText(), is("vendor"));
    assertThat(letter.get("change"), is(new JsonMapper().readTree(change)));
  }

  @Test
  void truncatedGzipFailsTheRunByItsName() throws Exception {
    Path whole = bench.file("whole.jsonl", account("acme", "a1"), account("globex", "a1"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      Files.copy(whole, out);
    }
    Path cut = folder.resolve("cut.jsonl.gz");
    Files.write(cut, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12));

    RunException failure = refused(cut);
    assertThat(failure.exitCode(), is(ExitCode.FAILED));
    assertThat(
        failure.getMessage(), allOf(containsString("cut.jsonl.gz"), containsString("cut off")));
    assertThat(bench.report().status(), is("failed"));
    assertThat(bench.report().endedAt() == null, is(false));
  }

  @Test
  void binaryFileIsMalformedAndNothingIsSent() throws Exception {
    byte[] bytes = new byte[5_000];
    new Random(1).nextBytes(bytes);
    Path input = Files.write(folder.resolve("binary.jsonl"), bytes);
    RunOutcome outcome = run(input);
    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(bench.report().malformed(), is(greaterThan(0L)));
    assertThat((long) codes().size(), is(bench.report().malformed()));
    assertThat(codes(), everyItem(is("NOT_JSON")));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  /** Changes by chance from a day, with bad lines between, and vendors that refuse some members. */
  @Test
  void reportOfAnyInputAddsUp() throws Exception {
    long seed = RandomGenerator.getDefault().nextLong();
    Random random = new Random(seed);
    String where = "seed " + seed;
    bench
        .sandbox()
        .faults()
        .order(Fault.of(FaultKind.REJECT_ELEMENTS).on(Vendor.LINKEDIN).elements("^[a-c]"));
    bench.sandbox().faults().order(Fault.status(502).probability(0.3, seed).times(4));
    Workspace workspace = dayWorkspace();
    List<String> day = Files.readAllLines(TEST_DATA.resolve("changes/day.jsonl"));
    List<String> input = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      input.add(day.get(random.nextInt(day.size())));
    }
    Map<String, Long> received = received(workspace, input);
    List<String> bad = List.of("{", "[]", "null", "\"text\"", "{\"segmentMembership\":1}", "{}x");
    bad.forEach(line -> input.add(random.nextInt(input.size()), line));
    Collections.shuffle(input, random);
    Path path = bench.file("day.jsonl", input.toArray(String[]::new));

    RunOutcome outcome = bench.run("run-1", workspace, path);
    RunReport report = bench.report();
    assertThat(where, outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(where, report.status(), is("completed"));
    assertThat(where, report.malformed(), is((long) bad.size()));
    long given = bad.size();
    for (AudienceLine each : report.dataflows()) {
      String name = each.dataflow() + " " + each.audience();
      String here = where + ", " + name;
      assertThat(here, each.received(), is(received.getOrDefault(name, 0L)));
      assertThat(
          here,
          each.activated() + each.excluded() + each.failed() + each.unchanged() + each.superseded(),
          is(each.received()));
      assertThat(here, each.pending(), is(0L));
      long codes = each.byCode().values().stream().mapToLong(Long::longValue).sum();
      assertThat(here, codes, is(each.excluded() + each.failed()));
      given += codes;
    }
    assertThat(where, (long) bench.lines("dead-letters").size(), is(given));
    assertThat(where, bench.sandbox().breaches(), is(empty()));
  }

  /** The demonstration's workspace at this test's vendors, accounts only. */
  private Workspace dayWorkspace() throws IOException {
    Files.writeString(folder.resolve("demandbase"), "sandbox-demandbase-token");
    Files.writeString(folder.resolve("linkedin"), "sandbox-linkedin-token");
    String yaml =
        Files.readString(TEST_DATA.resolve("workspaces/demo.yaml"))
            .replace("http://127.0.0.1:8089", bench.endpoint())
            .replace("${env:DEMANDBASE_TOKEN}", "${file:demandbase}")
            .replace("${env:LINKEDIN_TOKEN}", "${file:linkedin}")
            .replace("${env:BOMBORA_SECRET}", "${file:secret}");
    Workspace workspace = bench.workspace(yaml);
    return workspace.withDataflows(
        workspace.dataflows().stream()
            .filter(dataflow -> !dataflow.name().equals("champions"))
            .toList());
  }

  /** Each audience that each line names, once for every dataflow that has it. */
  private static Map<String, Long> received(Workspace workspace, List<String> lines)
      throws IOException {
    Map<String, Long> received = new HashMap<>();
    JsonMapper json = new JsonMapper();
    for (String line : lines) {
      JsonNode named = json.readTree(line).path("segmentMembership").path("ups");
      for (Dataflow dataflow : workspace.dataflows()) {
        for (Audience audience : dataflow.audiences()) {
          if (named.has(audience.id())) {
            received.merge(dataflow.name() + " " + audience.id(), 1L, Long::sum);
          }
        }
      }
    }
    return received;
  }
}
