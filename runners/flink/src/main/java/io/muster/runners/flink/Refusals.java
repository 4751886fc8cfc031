package io.muster.runners.flink;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.util.ExceptionUtils;

/** Why Flink does not begin with a savepoint, in words for people. */
final class Refusals {

  /** Where Flink reads one, as its traces name it, those of a JobManager too. */
  private static final String RESTORING = "CheckpointCoordinator.restoreSavepoint(";

  private Refusals() {}

  /** The refusal behind a failure, if it is one; nothing was sent then. */
  static Optional<RunException> of(RuntimeException failure, FlinkPipelineOptions options) {
    String path = options.getSavepointPath();
    if (path == null) {
      return Optional.empty();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("allowNonRestoredState")) {
        return Optional.of(
            new RunException(
                ExitCode.USAGE,
                "--from-savepoint %s: it holds state of a connection or step that this run does not"
                        .formatted(path)
                    + " have. Put the connection back; or, if what it still owes may be lost, add"
                    + " --allow-non-restored-state",
                failure));
      }
      if (message.contains("Cannot find checkpoint or savepoint")
          || message.contains("Cannot find meta data file")) {
        return Optional.of(
            new RunException(
                ExitCode.USAGE,
                "--from-savepoint %s: there is no savepoint or checkpoint; give the path that"
                        .formatted(path)
                    + " 'muster stop' has printed, as the cluster's machines see it",
                failure));
      }
    }
    return ExceptionUtils.stringifyException(failure).contains(RESTORING)
        ? Optional.of(
            new RunException(
                ExitCode.USAGE,
                "--from-savepoint %s: it can't be read (%s); give the path of a whole one, in a"
                        .formatted(path, ServerWords.of(failure))
                    + " filesystem that the cluster has",
                failure))
        : Optional.empty();
  }
}
