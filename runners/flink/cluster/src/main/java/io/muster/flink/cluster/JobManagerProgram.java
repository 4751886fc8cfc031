package io.muster.flink.cluster;

import java.util.List;

/**
 * What a cluster's JobManager is.
 *
 * @param mainClass an entry point of Flink's, or one that is like them
 * @param moreClassPath on top of Flink's own, each an entry
 * @param arguments behind those that all processes get
 */
public record JobManagerProgram(
    String mainClass, List<String> moreClassPath, List<String> arguments) {

  private static final String SESSION =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";

  /** Copies what it gets. */
  public JobManagerProgram {
    moreClassPath = List.copyOf(moreClassPath);
    arguments = List.copyOf(arguments);
  }

  /** One that takes any number of jobs. */
  public static JobManagerProgram session() {
    return new JobManagerProgram(SESSION, List.of(), List.of());
  }
}
