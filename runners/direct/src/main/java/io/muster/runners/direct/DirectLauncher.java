package io.muster.runners.direct;

import io.muster.pipelines.run.BeamDefaults;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RefusedOptionException;
import io.muster.pipelines.run.RunnerLauncher;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A run in this process, for laptops, tests and small jobs. */
public final class DirectLauncher implements RunnerLauncher {

  private static final int FEWEST_THREADS = 3;

  // It copies all that a key has in its state for each bundle of the key.
  private static final long RANGE_BYTES = 64L << 20;

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public PipelineOptions options(Launch launch) {
    if (launch.mode().detached() || launch.mode().from().isPresent()) {
      throw new RefusedOptionException(
          "--detached and --from-savepoint are for clusters: DirectRunner ends with this process and"
              + " keeps nothing; add --runner flink, or leave them out");
    }
    // A connection may wait for its vendor in place, and must not hold up the others.
    int threads =
        Math.max(Runtime.getRuntime().availableProcessors(), FEWEST_THREADS) + launch.connections();
    BeamDefaults defaults =
        new BeamDefaults()
            // The checks copy and encode every element; our own tests run with them on.
            .with("enforceImmutability", false)
            .with("enforceEncodability", false)
            // Whoever waits for it can also cancel it.
            .with("blockOnRun", false)
            .with("targetParallelism", threads);
    DirectOptions options =
        PipelineOptionsFactory.fromArgs(defaults.under(launch.arguments().toArray(String[]::new)))
            .withValidation()
            .as(DirectOptions.class);
    options.setRunner(PausingDirectRunner.class);
    return options;
  }

  @Override
  public long rangeBytes() {
    return RANGE_BYTES;
  }

  @Override
  public boolean restores() {
    return false;
  }

  @Override
  public boolean worksHere(PipelineOptions options) {
    return true;
  }
}
