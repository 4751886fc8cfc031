package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a run works. */
final class PlaceOptions {

  private static final String FLINK = "flink";

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      description =
          "direct, or flink: embedded, unless --flinkMaster names a cluster (default: direct, or"
              + " flink where --flinkMaster is said).")
  private String runner;

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description = "The REST address of the Flink cluster to run on.")
  private String flinkMaster;

  /**
   * The runner that is asked for.
   *
   * @throws RunException when there is none of that name, or the options exclude each other
   */
  RunnerLauncher launcher() throws RunException {
    if (flinkMaster == null) {
      return runner == null ? new Runners().byDefault() : new Runners().find(runner);
    }
    if (runner != null && !runner.equals(FLINK)) {
      throw new RunException(
          ExitCode.USAGE,
          "--flinkMaster is for --runner flink; leave out one of it and --runner " + runner);
    }
    return new Runners().find(FLINK);
  }

  /** What the user leaves to Beam, with the master among it. */
  List<String> withMaster(List<String> beamArguments) {
    List<String> all = new ArrayList<>(beamArguments);
    if (flinkMaster != null) {
      all.add("--flinkMaster=" + flinkMaster);
    }
    return all;
  }
}
