package io.muster.runners.flink;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.StartedRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** A run on a cluster, watched from outside. */
final class ClusterRun implements StartedRun {

  private static final long LOOK_EVERY_MILLIS = 1_000;

  /** A JobManager may be started anew, and another take over. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private final FlinkCluster cluster;
  private final String name;
  private Optional<JobID> found = Optional.empty();

  /**
   * Asks nothing yet: that the cluster has the job is known, and its id may have to wait.
   *
   * @param cluster closed with this
   * @param name the job's, which is the run's and no other's; Beam does not tell the id
   */
  ClusterRun(FlinkCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  @Override
  public Optional<String> job() {
    try {
      return Optional.of(id().toHexString());
    } catch (RunException e) {
      return Optional.empty(); // it goes on all the same, and 'muster jobs' will show it
    }
  }

  // A hook may cancel it while the run's own thread looks for it.
  private synchronized JobID id() throws RunException {
    if (found.isEmpty()) {
      found = cluster.newest(name);
    }
    return found.orElseThrow(
        () ->
            new RunException(
                ExitCode.FAILED,
                "the cluster at %s has forgotten job %s".formatted(cluster.address(), name)));
  }

  @Override
  public Optional<PipelineResult.State> waitUntilFinish() throws RunException {
    JobStatus state = awaitEnd();
    if (state == JobStatus.FAILED) {
      throw new IllegalStateException("job " + id() + " failed", failure());
    }
    return Optional.of(
        state == JobStatus.FINISHED ? PipelineResult.State.DONE : PipelineResult.State.CANCELLED);
  }

  /** Why it failed, as far as that can be found out. */
  private Throwable failure() {
    try {
      return cluster
          .result(id())
          .getSerializedThrowable()
          .map(thrown -> thrown.deserializeError(getClass().getClassLoader()))
          .orElseGet(() -> new IllegalStateException("Flink does not say why"));
    } catch (RunException e) {
      return e;
    }
  }

  private JobStatus awaitEnd() throws RunException {
    long answered = System.nanoTime();
    while (true) {
      try {
        JobStatus state = cluster.state(id());
        if (state.isGloballyTerminalState()) {
          return state;
        }
        answered = System.nanoTime();
      } catch (RunException e) {
        if (Duration.ofNanos(System.nanoTime() - answered).compareTo(LONGEST_SILENCE) > 0) {
          throw new RunException(
              ExitCode.FAILED,
              "%s; job %s may go on there: 'muster jobs' shows it".formatted(e.getMessage(), name),
              e);
        }
      }
      pause();
    }
  }

  private static void pause() throws RunException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted", e);
    }
  }

  @Override
  public Optional<String> cancel() throws IOException {
    try {
      cluster.cancel(id());
    } catch (RunException e) {
      throw new IOException("job %s could not be cancelled: %s".formatted(name, e.getMessage()), e);
    }
    try {
      return cluster.checkpoint(id());
    } catch (RunException e) {
      // It is cancelled; where its checkpoint is, Flink's page says too.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
