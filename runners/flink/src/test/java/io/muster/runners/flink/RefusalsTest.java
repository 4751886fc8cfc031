package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

  private static FlinkPipelineOptions from(String path) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setSavepointPath(path);
    return options;
  }

  /** As a JobManager's failure comes here, with its trace. */
  private static RuntimeException failure(String method) {
    IOException root = new IOException("no file system for scheme s3");
    root.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(
              "org.apache.flink.runtime.checkpoint.CheckpointCoordinator", method, "C.java", 1)
        });
    return new RuntimeException("the job did not start", new SerializedThrowable(root));
  }

  @Test
  void aSavepointThatCannotBeReadIsNamed() {
    RunException refused =
        Refusals.of(failure("restoreSavepoint"), from("s3://b/savepoint-1")).orElseThrow();

    assertThat(refused.exitCode(), is(ExitCode.USAGE));
    assertThat(
        refused.getMessage(),
        allOf(
            containsString("--from-savepoint s3://b/savepoint-1: it can't be read"),
            containsString("no file system for scheme s3")));
  }

  @Test
  void anotherFailureOfAJobThatGoesOnIsNotTheSavepoints() {
    assertThat(
        Refusals.of(failure("triggerCheckpoint"), from("s3://b/savepoint-1")),
        is(Optional.empty()));
  }
}
