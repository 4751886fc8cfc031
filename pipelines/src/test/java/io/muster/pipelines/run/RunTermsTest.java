package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.PastRun;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunReport;
import io.muster.process.Patience;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What schedulers rely on: ids, runs beside runs, and what is remembered of them. */
final class RunTermsTest {

  private static final String GOOD =
      "{\"accountKey\":{\"sourceKey\":\"acme\"},\"accountName\":\"Acme\","
          + "\"accountOrganization\":{\"domain\":\"acme.com\"},\"segmentMembership\":{\"ups\":"
          + "{\"a1\":{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}";

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

  private static RunTerms named(String id) {
    return new RunTerms("backfill", "", Optional.of(id), IfRunning.FAIL, Duration.ZERO);
  }

  private static RunTerms beside(IfRunning what, Duration timeout) {
    return new RunTerms("backfill", "", Optional.of("nightly"), what, timeout);
  }

  private List<PastRun> runs() {
    try (Registry registry = Registry.open(bench.workspace().state())) {
      return registry.runs(Clock.systemUTC()).latest(10);
    }
  }

  private List<String> names() {
    return runs().stream().map(run -> run.start().run()).toList();
  }

  @Test
  void aRunIsRememberedAsItsReportSaysIt() throws Exception {
    RunOutcome outcome =
        bench.run("run-1", bench.workspace(), bench.file("day.jsonl", GOOD, "not JSON"));

    PastRun run = runs().get(0);
    assertThat(run.start().run(), is("run-1"));
    assertThat(run.start().command(), is("activate"));
    assertThat(run.start().runner(), is("direct"));
    assertThat(Path.of(run.start().folder()), is(bench.out()));
    assertThat(run.status(), is("completed"));
    assertThat(run.end().get().exitCode(), is(OptionalInt.of(3)));
    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(run.end().get().totals().activated(), is(2L));
    assertThat(run.end().get().totals().malformed(), is(1L));
    assertThat(
        run.end().get().endedAt().toString().substring(0, 23),
        is(outcome.report().endedAt().substring(0, 23)));
  }

  @Test
  void aRunThatIsDoneIsNotMadeAgain() throws Exception {
    Path input = bench.file("day.jsonl", GOOD, "not JSON");
    RunOutcome first = bench.run(named("nightly"), new TestLauncher(), input);
    int calls = bench.sandbox().calls().size();

    RunOutcome second = bench.run(named("nightly"), new TestLauncher(), folder.resolve("gone"));

    assertThat(first.report().run(), is("nightly"));
    assertThat(second.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(second.report(), is(first.report()));
    assertThat(second.spared().orElseThrow().words(), containsString("nothing was sent"));
    assertThat(bench.sandbox().calls(), hasSize(calls));
    assertThat(names(), contains("nightly"));
  }

  @Test
  void aRunThatFailedIsMadeAgainUnderANameOfItsOwn() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    assertThrows(
        IllegalStateException.class,
        () ->
            bench.run(
                named("nightly"),
                new TestLauncher(
                    () -> {
                      throw new IllegalStateException("it fails");
                    }),
                input));
    assertThat(runs().get(0).status(), is("failed"));
    assertThat(runs().get(0).end().get().exitCode(), is(OptionalInt.of(1)));

    RunOutcome again = bench.run(named("nightly"), new TestLauncher(), input);

    assertThat(again.exitCode(), is(ExitCode.DELIVERED));
    assertThat(again.report().run(), is("nightly~2"));
    assertThat(names(), contains("nightly~2", "nightly"));
    assertThat(
        bench.run(named("nightly"), new TestLauncher(), input).spared().isPresent(), is(true));
  }

  private static RunTerms nightly(String command, String choice) {
    return new RunTerms(command, choice, Optional.of("nightly"), IfRunning.FAIL, Duration.ZERO);
  }

  @Test
  void anIdIsOneRunsWhateverElseIsAskedForByIt() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    bench.run(nightly("backfill", ""), new TestLauncher(), input);
    int calls = bench.sandbox().calls().size();

    for (RunTerms other :
        List.of(nightly("activate", ""), nightly("backfill", "--dataflow domains"))) {
      RunException refused =
          assertThrows(
              RunException.class,
              () -> bench.run(other, new TestLauncher(), folder.resolve("gone")));

      assertThat(refused.exitCode(), is(ExitCode.USAGE));
      assertThat(
          refused.getMessage(),
          allOf(
              containsString("--run-id nightly: another run has this id, so nothing was sent"),
              containsString("nightly began "),
              containsString("as 'muster backfill -w " + Path.of("muster.yaml").toAbsolutePath()),
              containsString("give this one an id of its own")));
    }
    assertThat(bench.sandbox().calls(), hasSize(calls));
    assertThat(names(), contains("nightly"));
    assertThat(
        bench.run(nightly("backfill", ""), new TestLauncher(), input).spared().isPresent(),
        is(true));
  }

  @Test
  void anotherIdIsAnotherRun() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    bench.run(named("one"), new TestLauncher(), input);

    assertThat(bench.run(named("two"), new TestLauncher(), input).spared(), is(Optional.empty()));
    assertThat(names(), contains("two", "one"));
  }

  private Lease hold(Registry registry) {
    return ((Granted)
            registry
                .leases(Clock.systemUTC())
                .acquire(List.of("intent"), LeaseHolder.ofThisProcess("other")))
        .lease();
  }

  @Test
  void besideAnotherRunItIsSkippedWhereThatIsAsked() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    try (Registry registry = Registry.open(bench.workspace().state())) {
      Lease held = hold(registry);

      RunOutcome outcome =
          bench.run(beside(IfRunning.SKIP, Duration.ZERO), new TestLauncher(), input);

      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat(outcome.spared().orElseThrow().skipped(), is(true));
      assertThat(outcome.spared().orElseThrow().words(), containsString("run other writes to"));
      assertThat(bench.sandbox().calls(), is(empty()));
      assertThat("it was not made", runs(), is(empty()));
      registry.leases(Clock.systemUTC()).release(held);
    }
  }

  @Test
  void besideAnotherRunItWaitsUntilThatOneHasEnded() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    try (Registry registry = Registry.open(bench.workspace().state())) {
      Lease held = hold(registry);
      CompletableFuture<RunOutcome> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return bench.run(
                      beside(IfRunning.WAIT, Duration.ofMinutes(2)), new TestLauncher(), input);
                } catch (RunException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitNotice("waiting for run other");
      assertThat(bench.sandbox().calls(), is(empty()));
      registry.leases(Clock.systemUTC()).release(held);

      RunOutcome outcome = waiting.get(2, TimeUnit.MINUTES);
      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com"));
    }
  }

  private void awaitNotice(String words) throws IOException {
    Patience.until(
        "it says: " + words,
        Duration.ofMinutes(1),
        () -> bench.notices().stream().anyMatch(line -> line.contains(words)));
  }

  @Test
  void ofTwoOfOneIdTheOneThatWaitedFindsItDone() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    CompletableFuture<RunOutcome> second = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                second.complete(
                    bench.run(
                        beside(IfRunning.WAIT, Duration.ofMinutes(2)), new TestLauncher(), input));
              } catch (RunException | RuntimeException e) {
                second.completeExceptionally(e);
              }
            });
    RunOutcome first =
        bench.run(
            beside(IfRunning.FAIL, Duration.ZERO),
            new TestLauncher(
                () -> {
                  // The first has its lease now.
                  other.start();
                  try {
                    awaitNotice("waiting for run nightly");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }),
            input);

    assertThat(first.spared(), is(Optional.empty()));
    assertThat(second.get(2, TimeUnit.MINUTES).report(), is(first.report()));
    assertThat(second.get().spared().isPresent(), is(true));
    assertThat(names(), contains("nightly"));
  }

  @Test
  void whoWaitsInVainIsRefused() throws Exception {
    Path input = bench.file("day.jsonl", GOOD);
    try (Registry registry = Registry.open(bench.workspace().state())) {
      Lease held = hold(registry);

      RunException refused =
          assertThrows(
              RunException.class,
              () ->
                  bench.run(
                      beside(IfRunning.WAIT, Duration.ofSeconds(2)), new TestLauncher(), input));

      assertThat(refused.exitCode(), is(ExitCode.REFUSED));
      assertThat(refused.getMessage(), containsString("waited for 2 s in vain: run other"));
      assertThat(bench.sandbox().calls(), is(empty()));
      registry.leases(Clock.systemUTC()).release(held);
    }
  }

  @Test
  void aJobWithoutALauncherSaysItselfHowItEnded() throws Exception {
    // It leaves when the work is done, so that only the work itself can say how it ended.
    RunnerLauncher leaving =
        ClusterLauncher.leaving(
            pipeline -> {
              PipelineResult.State unused = pipeline.run().waitUntilFinish();
            });
    RunOutcome outcome = bench.run(named("nightly"), leaving, bench.file("day.jsonl", GOOD));

    assertThat(outcome.left().isPresent(), is(true));
    PastRun run = runs().get(0);
    assertThat(run.start().place(), is(instanceOf(LeaseHolder.Job.class)));
    assertThat(run.job(), is(Optional.of("job-7")));
    assertThat(run.status(), is("completed"));
    assertThat(run.end().get().exitCode(), is(OptionalInt.of(0)));
    assertThat(run.end().get().totals().activated(), is(2L));
    assertThat(
        Files.readString(bench.out().resolve("report.html")),
        containsString("What each list holds now"));
    assertThat(
        bench.run(named("nightly"), new TestLauncher(), bench.file("x")).spared().isPresent(),
        is(true));
  }

  @Test
  void thePageOfARunShowsWhatIsBehindItsNumbersAndNobodysData() throws Exception {
    bench.sandbox().faults().order(Fault.status(400).on(Vendor.DEMANDBASE));
    Path input =
        bench.file(
            "day.jsonl",
            GOOD,
            GOOD.replace("acme.com", "jane.doe at secret")
                .replace("\"acme\"", "\"globex-081508154711\""));

    RunOutcome outcome = bench.run("run-1", bench.workspace(), input);

    String page = Files.readString(bench.out().resolve("report.html"));
    assertThat(outcome.report().status(), is(not("failed")));
    assertThat(page, containsString("What each list holds now"));
    assertThat(page, containsString("<td data-name=\"holds now\">1</td>"));
    assertThat(page, containsString("ja\u2022\u2022.\u2022\u2022\u2022 \u2022\u2022 "));
    assertThat(page, containsString("gl\u2022"));
    assertThat(page, containsString("What the vendors said"));
    assertThat(page, containsString("calls a minute"));
    assertThat(page, not(containsString("jane.doe")));
    assertThat(page, not(containsString("08154711")));
    assertThat(page, not(containsString("secret")));
    RunReport report = bench.report();
    assertThat(names(), hasItem(report.run()));
  }
}
