package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.PastRun;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RunLog;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.sink.RunFolder;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StopCommandTest {

  private static final String ENDED = "0000000000000000000000000000000a";
  private static final String OTHERS = "0000000000000000000000000000000b";
  private static final String RUNNING = "0000000000000000000000000000000c";

  private FakeFlink flink;

  @BeforeEach
  void start() throws IOException {
    flink =
        FakeFlink.start()
            .with(ENDED, "nightly-1", "FINISHED")
            .with(OTHERS, "", "RUNNING")
            .with(RUNNING, "tier-1", "RUNNING");
  }

  @AfterEach
  void close() {
    flink.close();
  }

  private CommandRun stop(String... arguments) {
    List<String> all = new ArrayList<>(List.of("stop", "--flinkMaster", flink.address()));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void aJobIsStoppedByItsRunsNameAndTheSavepointSaid() {
    CommandRun run = stop("tier-1", "--savepoint", "savepoints");

    assertThat(run.err(), run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString(RUNNING),
            containsString("savepoint: " + FakeFlink.SAVEPOINT),
            containsString("--from-savepoint " + FakeFlink.SAVEPOINT)));
    assertThat(
        flink.stopRequests(),
        contains(
            allOf(
                startsWith(RUNNING),
                containsString("\"drain\":false"),
                // The cluster has another current folder.
                containsString("\"" + Path.of("savepoints").toAbsolutePath() + "\""))));
  }

  @Test
  void itsRunHasEndedAndItsConnectionsAreFree(@TempDir Path folder) throws Exception {
    Path state = folder.resolve("state");
    RunFolder runFolder = new RunFolder(folder.resolve("run").toString());
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    ReportHead head = new ReportHead("always-on", start.toString(), List.of());
    runFolder.prepare(List.of());
    runFolder.write(head.with(List.of(), 7));
    String job = "0000000000000000000000000000000d";
    flink.with(job, "always-on", "RUNNING", runFolder.path(), state.toString());
    try (Registry registry = Registry.open(new StateLocation(state.toString(), ""))) {
      RunLog runs = registry.runs(Clock.systemUTC());
      runs.begin(
          new RunStart(
              "always-on",
              Optional.empty(),
              "activate",
              "/muster.yaml",
              Optional.empty(),
              "flink",
              runFolder.path(),
              LeaseHolder.ofJob("always-on"),
              start));
      registry.leases(Clock.systemUTC()).acquire(List.of("bo"), LeaseHolder.ofJob("always-on"));
      assertThat(runs.find("always-on").orElseThrow().status(), is("running"));

      CommandRun run = stop("always-on");

      assertThat(run.err(), run.code(), is(0));
      assertThat(run.err(), is(""));
      PastRun stopped = runs.find("always-on").orElseThrow();
      assertThat(stopped.status(), is("incomplete"));
      assertThat("it was stopped", stopped.end().orElseThrow().exitCode().isEmpty(), is(true));
      assertThat(stopped.end().orElseThrow().totals().malformed(), is(7L));
      assertThat(runFolder.report().orElseThrow().endedAt(), is(not((String) null)));
      assertThat(
          registry
              .leases(Clock.systemUTC())
              .acquire(List.of("bo"), LeaseHolder.ofThisProcess("replay")),
          is(instanceOf(LeaseOutcome.Granted.class)));
    }
  }

  @Test
  void aStateThatIsElsewhereIsNotMadeHere(@TempDir Path folder) {
    Path state = folder.resolve("elsewhere");
    String job = "0000000000000000000000000000000d";
    flink.with(job, "always-on", "RUNNING", folder.toString(), state.toString());

    CommandRun run = stop("always-on");

    assertThat(run.err(), run.code(), is(0));
    assertThat(run.err(), allOf(containsString("gone"), containsString(state.toString())));
    assertThat(Files.exists(state), is(false));
  }

  @Test
  void aJobIsRetiredByItsIdAsJson() throws IOException {
    CommandRun run = stop(RUNNING, "--drain", "--savepoint", "s3://b/savepoints", "--json");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("job").asText(), is(RUNNING));
    assertThat(json.get("run").asText(), is("tier-1"));
    assertThat(json.get("drained").asBoolean(), is(true));
    assertThat(json.get("savepoint").asText(), is(FakeFlink.SAVEPOINT));
    assertThat(
        flink.stopRequests(),
        contains(allOf(containsString("\"drain\":true"), containsString("\"s3://b/savepoints\""))));
  }

  @Test
  void aJobThatTakesNoSavepointIsCancelled() throws IOException {
    String job = "0000000000000000000000000000000e";
    flink.with(job, "restarted", "RESTARTING");

    CommandRun run = stop("restarted", "--cancel");

    assertThat(run.err(), run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("cancelled restarted"),
            containsString("last checkpoint: " + FakeFlink.CHECKPOINT),
            containsString("--from-savepoint " + FakeFlink.CHECKPOINT)));
    assertThat(flink.stopRequests(), is(empty()));

    JsonNode json = new ObjectMapper().readTree(stop(RUNNING, "--cancel", "--json").out());
    assertThat(json.get("cancelled").asBoolean(), is(true));
    assertThat(json.get("savepoint").asText(), is(FakeFlink.CHECKPOINT));
  }

  @Test
  void aJobIsCancelledOrStoppedWithASavepoint() {
    CommandRun run = stop("tier-1", "--cancel", "--drain");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("--cancel takes no savepoint"));
    assertThat(flink.stopRequests(), is(empty()));
  }

  @Test
  void aSlipGetsTheNearestRun() {
    CommandRun run = stop("teir-1");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("did you mean tier-1?"));
    assertThat(flink.stopRequests(), is(empty()));
  }

  @Test
  void aJobThatHasEndedIsNotStopped() {
    CommandRun run = stop("nightly-1");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("nightly-1 has ended (FINISHED)"));
  }

  @Test
  void somebodyElsesJobIsNotStopped() {
    CommandRun run = stop(OTHERS);

    assertThat(run.code(), is(2));
    assertThat(flink.stopRequests(), is(empty()));
  }

  @Test
  void ofTwoJobsOfOneNameTheIdIsAskedFor() {
    String second = "0000000000000000000000000000000d";
    flink.with(second, "tier-1", "RUNNING");

    CommandRun run = stop("tier-1");

    assertThat(run.code(), is(2));
    assertThat(run.err(), allOf(containsString(RUNNING), containsString(second)));
    assertThat(run.err(), not(containsString(ENDED)));
  }

  @Test
  void withoutAJobItIsWrongUsage() {
    CommandRun run = stop("--savepoint", "savepoints");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("JOB"));
  }
}
