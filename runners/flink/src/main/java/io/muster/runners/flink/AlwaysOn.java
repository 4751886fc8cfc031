package io.muster.runners.flink;

import io.muster.pipelines.run.BeamDefaults;
import java.util.Map;

/**
 * What a job on a cluster is started with that goes on for months. Each gives way to the user's
 * option, and the {@linkplain #FLINK Flink settings} to what the cluster's own configuration says.
 */
final class AlwaysOn {

  /**
   * A checkpoint is what a worker that died goes on from. Ten seconds are few to do again, and many
   * for a snapshot of some megabytes.
   */
  private static final int CHECKPOINT_EVERY_MILLIS = 10_000;

  /** Flink's settings for which Beam has no options, by their keys. */
  static final Map<String, String> FLINK =
      Map.of(
          // State may outgrow the heap, and a checkpoint writes only what has changed.
          "state.backend.type",
          "rocksdb",
          "state.backend.incremental",
          "true",
          // While all is well, a checkpoint is small and waits its turn behind the records; where a
          // vendor holds the records up, it overtakes them.
          "execution.checkpointing.aligned-checkpoint-timeout",
          "10 s");

  private AlwaysOn() {}

  /** Adds Beam's options. */
  static BeamDefaults options(BeamDefaults defaults) {
    return defaults
        .with("checkpointingInterval", CHECKPOINT_EVERY_MILLIS)
        // See the time after which they are.
        .with("unalignedCheckpointEnabled", true)
        // The only copy of what is pending outlives a job that is cancelled or gives up.
        .with("externalizedCheckpointsEnabled", true)
        .with("retainExternalizedCheckpointsOnCancellation", true)
        // Storage that is away for a while is no reason to stop the deliveries, nor to do the last
        // ones again; Flink counts checkpoints that failed, to be alerted of.
        .with("failOnCheckpointingErrors", false);
    // Restarts are the cluster's, or else Flink's own with checkpoints on: without end, after 1 s
    // to 1 min.
  }
}
