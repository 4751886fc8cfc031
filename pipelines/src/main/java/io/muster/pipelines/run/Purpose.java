package io.muster.pipelines.run;

import static java.util.Objects.requireNonNull;

import io.muster.pipelines.registry.RunStart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is for. Runs of one id are the same run, made again, only if this is the same. What
 * they read does not belong to it: a repeat finds its input moved away, or named for another hour.
 *
 * @param command such as {@code activate}
 * @param workspace the workspace's file
 * @param choice what of the workspace is delivered, and how, as options; empty where an earlier
 *     Muster has not said it
 */
record Purpose(String command, Path workspace, Optional<String> choice) {

  Purpose {
    requireNonNull(command, "command");
    requireNonNull(workspace, "workspace");
    requireNonNull(choice, "choice");
  }

  static Purpose of(ActivationRequest request) {
    return new Purpose(
        request.terms().command(),
        // Not its real path: a mounted file is replaced by moving a link.
        Path.of(request.workspace().file()).toAbsolutePath().normalize(),
        Optional.of(request.choice()));
  }

  static Purpose of(RunStart start) {
    return new Purpose(start.command(), Path.of(start.workspace()).normalize(), start.choice());
  }

  /** Whether a run of before was for the same, as far as is known. */
  boolean isThatOf(Purpose before) {
    return command.equals(before.command)
        && isWorkspaceOf(before)
        && before.choice.map(choice.orElse("")::equals).orElse(true);
  }

  private boolean isWorkspaceOf(Purpose before) {
    // An earlier Muster wrote the path as it was given, and not where it began.
    return before.workspace.isAbsolute()
        ? workspace.equals(before.workspace)
        : workspace.getFileName().equals(before.workspace.getFileName());
  }

  /** As a command line, without what it reads. */
  String words() {
    String options = choice.orElse("");
    return "muster %s -w %s%s"
        .formatted(command, workspace, options.isEmpty() ? "" : " " + options);
  }
}
