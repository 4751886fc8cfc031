package io.muster.pipelines.run;

import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Gives the work to a cluster of which only the end is played.
 *
 * @param started the job
 * @param detaches whether the run goes on without its launcher
 */
record ClusterLauncher(StartedRun started, boolean detaches) implements RunnerLauncher {

  /** How a job ends. */
  interface End {
    PipelineResult.State await() throws RunException;
  }

  /** A job that ends like this, and can't be cancelled. */
  static StartedRun job(End end) {
    return new StartedRun() {
      @Override
      public Optional<String> job() {
        return Optional.of("job-7");
      }

      @Override
      public Optional<PipelineResult.State> waitUntilFinish() throws RunException {
        return Optional.of(end.await());
      }

      @Override
      public Optional<String> cancel() {
        throw new AssertionError("nobody cancels it");
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public PipelineOptions options(Launch launch) {
    return new TestLauncher().options(launch);
  }

  @Override
  public boolean restores() {
    return true;
  }

  @Override
  public boolean worksHere(PipelineOptions options) {
    return false;
  }

  @Override
  public boolean detaches(PipelineOptions options) {
    return detaches;
  }

  @Override
  public StartedRun start(Pipeline pipeline) {
    return started;
  }
}
