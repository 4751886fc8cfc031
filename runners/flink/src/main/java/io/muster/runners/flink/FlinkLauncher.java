package io.muster.runners.flink;

import io.muster.pipelines.run.BeamDefaults;
import io.muster.pipelines.run.RefusedOptionException;
import io.muster.pipelines.run.RunnerLauncher;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A run on Flink: embedded, or on the cluster that {@code --flinkMaster} names. */
public final class FlinkLauncher implements RunnerLauncher {

  private static final String EMBEDDED = "[local]";

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public PipelineOptions options(String[] arguments, int connections) {
    BeamDefaults defaults =
        new BeamDefaults()
            .with("flinkMaster", EMBEDDED)
            // Batch mode delivers the same, but fills the run folder only when all is over.
            .with("streaming", true)
            .with("parallelism", Runtime.getRuntime().availableProcessors())
            // Fixed from the start: it can't change between savepoints.
            .with("maxParallelism", 128)
            // With checkpoints on, a job whose input has ended would never end.
            .with("shutdownSourcesAfterIdleMs", 0)
            // A bounded run that fails says so; a scheduler starts it again.
            .with("numberOfExecutionRetries", 0)
            // Elements are immutable, so steps in one chain may share them.
            .with("fasterCopy", true)
            // Larger bundles make larger packets: fewer visits to the state.
            .with("maxBundleSize", 5_000);
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(defaults.under(arguments))
            .withValidation()
            .as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    requireAllConnectionsAtOnce(options);
    return options;
  }

  /**
   * Flink's batch scheduling starts a connection's task when another's has ended and left its slot,
   * so a vendor that is down would hold up the others for as long as it is tried.
   */
  private static void requireAllConnectionsAtOnce(FlinkPipelineOptions options) {
    if (!options.isStreaming() && options.getUseDataStreamForBatch()) {
      throw new RefusedOptionException(
          "--useDataStreamForBatch with --streaming=false is refused: Flink would deliver to one"
              + " connection after the other, so a vendor that is down would hold up the rest;"
              + " leave one of the two out");
    }
  }

  @Override
  public boolean restores() {
    return true;
  }

  @Override
  public boolean worksHere(PipelineOptions options) {
    return options.as(FlinkPipelineOptions.class).getFlinkMaster().equals(EMBEDDED);
  }
}
