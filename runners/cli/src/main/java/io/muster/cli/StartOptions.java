package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RestorePoint;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.StartMode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a run goes on from, and whether it is stayed with. */
final class StartOptions {

  @Option(
      names = "--detached",
      description =
          "End as soon as the cluster has taken the job, and print its id. Without it Ctrl-C cancels"
              + " the job.")
  private boolean detached;

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      converter = PathText.class,
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
   * How the run is begun and left.
   *
   * @throws RunException when half of it is missing
   */
  StartMode mode() throws RunException {
    if (allowNonRestoredState && savepoint == null) {
      throw new RunException(
          ExitCode.USAGE, "--allow-non-restored-state belongs to --from-savepoint PATH");
    }
    return new StartMode(
        detached,
        Optional.ofNullable(savepoint)
            .map(path -> new RestorePoint(AnyPath.absolute(path), allowNonRestoredState)));
  }
}
