package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.JobCluster;
import io.muster.pipelines.run.RunException;
import picocli.CommandLine.Option;

/** Which cluster a command asks. */
final class ClusterOptions {

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      description = "The cluster's REST address (default: ${DEFAULT-VALUE}).")
  private String flinkMaster;

  String address() {
    return flinkMaster;
  }

  /**
   * The cluster; asks it nothing yet.
   *
   * @throws RunException when that is no address
   */
  JobCluster connect() throws RunException {
    return new Runners()
        .find("flink")
        .cluster(flinkMaster)
        .orElseThrow(() -> new RunException(ExitCode.FAILED, "this Muster knows no clusters"));
  }
}
