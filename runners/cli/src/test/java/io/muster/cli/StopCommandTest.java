package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
