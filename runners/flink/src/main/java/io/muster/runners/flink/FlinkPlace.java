package io.muster.runners.flink;

import io.muster.pipelines.run.RefusedOptionException;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where Flink does the work, as {@code --flinkMaster} and our surroundings say. */
enum FlinkPlace {
  /** A cluster in this process, for this run. */
  EMBEDDED,
  /** The cluster at an address. */
  CLUSTER,
  /**
   * Wherever the program of Flink's that has called us decides: {@code flink run}, the REST API.
   */
  HOST;

  static final String EMBEDDED_MASTER = "[local]";
  static final String HOST_MASTER = FlinkPipelineOptions.AUTO;
  private static final String IN_COLLECTIONS = "[collection]";

  /** Whether a program of Flink's has called us. */
  static boolean isHosted() {
    return !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();
  }

  /** What stands for {@code --flinkMaster} where nobody says it. */
  static String defaultMaster() {
    return isHosted() ? HOST_MASTER : EMBEDDED_MASTER;
  }

  /**
   * The place that a master names.
   *
   * @throws RefusedOptionException when it can't be here
   */
  static FlinkPlace of(String master) {
    if (master.equals(IN_COLLECTIONS)) {
      throw new RefusedOptionException(
          "--flinkMaster=[collection] is refused: it has no state and no timers; leave it out to"
              + " run in this process");
    }
    if (isHosted()) {
      if (!master.equals(HOST_MASTER)) {
        throw new RefusedOptionException(
            "--flinkMaster="
                + master
                + " is refused: the program of Flink's that has started this has named the cluster;"
                + " leave it out");
      }
      return HOST;
    }
    return master.equals(EMBEDDED_MASTER) || master.equals(HOST_MASTER) ? EMBEDDED : CLUSTER;
  }
}
