package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.workspace.StateLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every registry remembers of runs, whatever its database. */
interface RunLogContract {

  Instant BEGIN = Instant.parse("2026-11-22T10:00:00.123456Z");

  /** An empty place, another for each test. */
  StateLocation state();

  private static RunStart start(String run, Optional<String> id, Instant at) {
    return new RunStart(
        run,
        id,
        "backfill",
        "/etc/muster/muster.yaml",
        Optional.of("--dataflow tier-1"),
        "direct",
        "/var/lib/muster/runs/" + run,
        LeaseHolder.ofThisProcess(run),
        at);
  }

  private static RunReport report(String run) {
    AudienceLine line =
        new AudienceLine(
            "tier-1", "a1", "Tier \u00fc", "77", 21, 6, 5, 1, 4, 3, 2, 5, 1, 9, Map.of(), Map.of());
    return new RunReport(
        run,
        "completed",
        BEGIN.toString(),
        BEGIN.plusSeconds(90).toString(),
        List.of(line, line),
        8);
  }

  private static List<String> names(List<PastRun> runs) {
    return runs.stream().map(each -> each.start().run()).toList();
  }

  @Test
  default void aRunIsRememberedWithAllThatIsSaidOfIt() {
    RunStart start = start("run-1", Optional.of("nightly"), BEGIN);
    RunReport report = report("run-1");
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.runs(Clock.systemUTC()).begin(start), is(true));
      registry.runs(Clock.systemUTC()).job("run-1", "job-7");
      registry.runs(Clock.systemUTC()).end("run-1", RunEnd.of(report, OptionalInt.of(3)));
    }
    try (Registry registry = Registry.open(state())) {
      PastRun run = registry.runs(Clock.systemUTC()).find("run-1").orElseThrow();
      assertThat(run.start(), is(start));
      assertThat(run.job(), is(Optional.of("job-7")));
      assertThat(run.end(), is(Optional.of(RunEnd.of(report, OptionalInt.of(3)))));
      assertThat(run.end().get().totals(), is(new RunTotals(42, 12, 10, 2, 8, 6, 4, 10, 2, 8, 18)));
      assertThat(run.status(), is("completed"));
      assertThat(run.duration(BEGIN), is(Optional.of(Duration.ofSeconds(90))));
    }
  }

  @Test
  default void theLatestRunsComeFirst() {
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(Clock.systemUTC());
      assertThat(log.latest(5), is(empty()));
      log.begin(start("b", Optional.empty(), BEGIN.plusSeconds(2)));
      log.begin(start("c", Optional.of("x"), BEGIN.plusSeconds(3)));
      log.begin(start("a", Optional.of("x"), BEGIN.plusSeconds(1)));

      assertThat(names(log.latest(5)), contains("c", "b", "a"));
      assertThat(names(log.latest(2)), contains("c", "b"));
      assertThat(names(log.ofId("x")), contains("c", "a"));
      assertThat(log.ofId(""), is(empty()));
      assertThat(log.find("d"), is(Optional.empty()));
    }
  }

  @Test
  default void aNameThatComesFromAnIdIsGivenOnce() {
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(Clock.systemUTC());
      assertThat(log.begin(start("x", Optional.of("x"), BEGIN)), is(true));
      assertThat(log.begin(start("x", Optional.of("x"), BEGIN.plusSeconds(1))), is(false));
      assertThat(log.find("x").orElseThrow().start().startedAt(), is(BEGIN));
      // Other names are as good as unique, and the latest is meant.
      assertThat(log.begin(start("y", Optional.empty(), BEGIN)), is(true));
      assertThat(log.begin(start("y", Optional.empty(), BEGIN.plusSeconds(1))), is(true));
      assertThat(log.find("y").orElseThrow().start().startedAt(), is(BEGIN.plusSeconds(1)));
    }
  }

  @Test
  default void theOldestAreForgottenButForThoseThatGoOn() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      registry.leases(clock).acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("always-on"));
      RunLog log = new RunLog(registry.transactions(), clock, holder -> true, 3);
      log.begin(start("always-on", Optional.of("always-on"), BEGIN));
      log.begin(start("killed", Optional.empty(), BEGIN.plusSeconds(1)));
      for (int second = 2; second < 6; second++) {
        String run = "night-" + second;
        log.begin(start(run, Optional.empty(), BEGIN.plusSeconds(second)));
        log.end(run, RunEnd.of(report(run), OptionalInt.of(0)));
      }
      assertThat(names(log.latest(9)), contains("night-5", "night-4", "night-3", "always-on"));

      log.end("always-on", RunEnd.of(report("always-on"), OptionalInt.of(0)));
      log.begin(start("night-6", Optional.empty(), BEGIN.plusSeconds(6)));
      assertThat(names(log.latest(9)), contains("night-6", "night-5", "night-4"));
    }
  }

  @Test
  default void theLauncherOverrulesWhatTheWorkHasSaid() {
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(Clock.systemUTC());
      log.begin(start("r", Optional.empty(), BEGIN));
      log.endOnce("r", RunEnd.of(report("r"), OptionalInt.of(0)));
      log.endOnce("r", RunEnd.of(report("r"), OptionalInt.of(3)));
      assertThat(log.find("r").orElseThrow().end().get().exitCode(), is(OptionalInt.of(0)));
      log.end("r", RunEnd.of(report("r"), OptionalInt.empty()));
      assertThat(log.find("r").orElseThrow().end().get().exitCode(), is(OptionalInt.empty()));
    }
  }

  @Test
  default void aRunWithoutAnEndIsRunningAsLongAsItsLeaseLives() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(clock);
      LeaseHolder holder = LeaseHolder.ofThisProcess("r");
      LeaseOutcome outcome = registry.leases(clock).acquire(List.of("linkedin"), holder);
      assertThat(outcome, is(instanceOf(Granted.class)));
      log.begin(start("r", Optional.empty(), clock.instant()));
      assertThat(log.find("r").orElseThrow().status(), is("running"));
      clock.pass(Duration.ofSeconds(30));
      assertThat(
          log.find("r").orElseThrow().duration(clock.instant()),
          is(Optional.of(Duration.ofSeconds(30))));

      clock.pass(Leases.DEAD_AFTER);
      assertThat(log.find("r").orElseThrow().status(), is("died"));
      assertThat(log.find("r").orElseThrow().duration(clock.instant()), is(Optional.empty()));
    }
  }

  @Test
  default void aRunWhoseProcessIsGoneHasDied() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      LeaseOutcome unused =
          registry.leases(clock).acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("r"));
      RunLog log = new RunLog(registry.transactions(), clock, holder -> true);
      log.begin(start("r", Optional.empty(), clock.instant()));
      assertThat(log.find("r").orElseThrow().status(), is("died"));
    }
  }

  @Test
  default void aJobWithoutAnEndAndALeaseIsGone() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(clock);
      log.begin(
          new RunStart(
              "r",
              Optional.empty(),
              "c",
              "w",
              Optional.empty(),
              "flink",
              "f",
              LeaseHolder.ofJob("r"),
              BEGIN));
      assertThat(log.find("r").orElseThrow().status(), is("gone"));
      assertThat(log.find("r").orElseThrow().start().choice(), is(Optional.empty()));
    }
  }

  @Test
  default void onlyTheNewestRunsAndReportsAreKept() {
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(Clock.systemUTC());
      int many = RunLog.REPORTS_KEPT + 2;
      for (int i = 0; i < many; i++) {
        log.begin(start("r-" + i, Optional.empty(), BEGIN.plusSeconds(i)));
        log.end("r-" + i, RunEnd.of(report("r-" + i), OptionalInt.of(0)));
      }
      assertThat(log.latest(RunLog.KEPT), hasSize(many));
      assertThat(log.find("r-0").orElseThrow().end().get().report(), is(Optional.empty()));
      assertThat(log.find("r-0").orElseThrow().end().get().totals().received(), is(42L));
      assertThat(
          log.find("r-" + (many - 1)).orElseThrow().end().get().report().isPresent(), is(true));
    }
  }
}
