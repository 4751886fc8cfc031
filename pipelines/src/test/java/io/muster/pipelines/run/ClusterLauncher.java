package io.muster.pipelines.run;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Gives the work to a cluster that is only played.
 *
 * @param cluster what it makes of a pipeline
 * @param detaches whether the run goes on without its launcher
 */
record ClusterLauncher(Function<Pipeline, StartedRun> cluster, boolean detaches)
    implements RunnerLauncher {

  /** How a job ends. */
  interface End {
    PipelineResult.State await() throws RunException;
  }

  /** One that waits for a job that ends like this. */
  static RunnerLauncher waiting(End end) {
    return new ClusterLauncher(pipeline -> job(end), false);
  }

  /** One that leaves once the cluster has done this much of the work. */
  static RunnerLauncher leaving(Consumer<Pipeline> work) {
    return new ClusterLauncher(
        pipeline -> {
          work.accept(pipeline);
          return job(
              () -> {
                throw new AssertionError("nobody waits for it");
              });
        },
        true);
  }

  private static StartedRun job(End end) {
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
    return cluster.apply(pipeline);
  }
}
