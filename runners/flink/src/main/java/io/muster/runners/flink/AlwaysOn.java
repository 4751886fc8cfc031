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

  /** For state in RocksDB, wherever the work is done. */
  static final Map<String, String> ROCKSDB =
      Map.of(
          // A checkpoint writes only what has changed.
          "state.backend.incremental",
          "true",
          // A connection has some ten kinds of state, and each takes an eighth of this with its
          // first entry. With Flink's 64 MiB the memory of all is spent by a handful of entries,
          // and RocksDB writes tiny files and merges them all the time.
          "state.backend.rocksdb.writebuffer.size",
          "4mb",
          // Most of what comes is new, and a filter tells so without a look into each file.
          "state.backend.rocksdb.use-bloom-filter",
          "true",
          // A large file's filter and index are a megabyte each: in one piece more than a part of
          // the cache holds, so that nearly every look would load them again, in milliseconds.
          "state.backend.rocksdb.memory.partitioned-index-filters",
          "true",
          // Filters are worth more of the cache than Flink's tenth.
          "state.backend.rocksdb.memory.high-prio-pool-ratio",
          "0.5");

  /** Flink's settings for which Beam has no options, by their keys. */
  static final Map<String, String> FLINK =
      Map.of(
          // State may outgrow the heap.
          "state.backend.type",
          "rocksdb",
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
