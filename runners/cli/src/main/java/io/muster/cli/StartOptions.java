package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RestorePoint;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a run works, what it goes on from, and whether it is stayed with. */
final class StartOptions {

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

  @Option(
      names = "--detached",
      description =
          "End as soon as the cluster has taken the job, and print its id. Without it Ctrl-C cancels"
              + " the job.")
  private boolean detached;

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      description =
          "Go on from a savepoint, as 'muster stop' prints it, or from a checkpoint that was kept;"
              + " Kafka's topics are read on from there.")
  private String savepoint;

  @Option(
      names = "--allow-non-restored-state",
      description =
          "Go on even if the savepoint holds state of a connection that is not in the workspace any"
              + " more: what it still owes is lost.")
  private boolean allowNonRestoredState;

  /**
   * The runner that is asked for.
   *
   * @throws RunException when there is none of that name, or the options exclude each other
   */
  RunnerLauncher launcher() throws RunException {
    if (allowNonRestoredState && savepoint == null) {
      throw new RunException(
          ExitCode.USAGE, "--allow-non-restored-state belongs to --from-savepoint PATH", null);
    }
    if (flinkMaster == null) {
      return runner == null ? new Runners().byDefault() : new Runners().find(runner);
    }
    if (runner != null && !runner.equals(FLINK)) {
      throw new RunException(
          ExitCode.USAGE,
          "--flinkMaster is for --runner flink; leave out one of it and --runner " + runner,
          null);
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

  StartMode mode() {
    return new StartMode(
        detached,
        Optional.ofNullable(savepoint)
            .map(path -> new RestorePoint(AnyPath.absolute(path), allowNonRestoredState)));
  }
}
