package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.ExecutionState;
import org.junit.jupiter.api.Test;

final class WatchedJobTest {

  private static final String RUN = "nightly";

  private static String jobs(JobID id) {
    String tasks =
        Stream.of(ExecutionState.values())
            .map(state -> ",\"%s\":0".formatted(state.name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining());
    return """
    {"jobs":[{"jid":"%s","name":"%s","state":"RUNNING","start-time":1,"end-time":-1,"duration":1,
      "last-modification":1,"tasks":{"total":0%s}}]}
    """
        .formatted(id, RUN, tasks);
  }

  private static ClusterRun watched(FakeCluster cluster) throws Exception {
    return new ClusterRun(
        FlinkCluster.at(MasterAddress.parse(cluster.address()), new Configuration()), RUN);
  }

  @Test
  void jobWhoseTasksAreRestartedIsNotStoppedAndThatIsSaidWithoutFlinksNamesOfThem()
      throws Exception {
    JobID id = new JobID();
    try (FakeCluster fake = FakeCluster.start("1.19.0");
        FlinkCluster cluster =
            FlinkCluster.at(MasterAddress.parse(fake.address()), new Configuration())) {
      fake.fail(
          "/v1/jobs/" + id + "/stop",
          "org.apache.flink.runtime.checkpoint.CheckpointException: task Source: ReadKafka -> Flat"
              + " Map (1/2) of job "
              + id
              + " is not being executed at the moment. Aborting checkpoint. Failure reason: Not all"
              + " required tasks are currently running.");

      RunException refused =
          assertThrows(
              RunException.class, () -> cluster.stop(id.toHexString(), Optional.empty(), false));

      assertThat(refused.exitCode(), is(ExitCode.FAILED));
      assertThat(refused.getMessage(), containsString("is restarted or waits for slots"));
      assertThat(refused.getMessage(), not(containsString("Flat Map")));
    }
  }

  @Test
  void jobOfAClusterThatDoesNotAnswerAtOnceIsNotGivenUp() throws Exception {
    JobID id = new JobID();
    try (FakeCluster cluster = FakeCluster.start("1.19.0")) {
      cluster.answer("/v1/jobs/overview", "", "{\"jobs\":[]}", jobs(id));
      cluster.answer("/v1/jobs/" + id + "/status", "{\"status\":\"FINISHED\"}");
      try (ClusterRun run = watched(cluster)) {
        assertThat("it fails", run.job(), is(Optional.empty()));
        assertThat("a new JobManager knows none yet", run.job(), is(Optional.empty()));
        assertThat(run.job(), is(Optional.of(id.toHexString())));
        assertThat(run.waitUntilFinish(), is(Optional.of(PipelineResult.State.DONE)));
      }
    }
  }
}
