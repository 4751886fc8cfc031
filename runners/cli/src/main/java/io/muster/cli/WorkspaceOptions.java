package io.muster.cli;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Problem;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -w}, and the reading of the file. */
final class WorkspaceOptions {

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "FILE",
      defaultValue = "muster.yaml",
      description = "The workspace (default: ${DEFAULT-VALUE}).")
  private Path file;

  Path file() {
    return file;
  }

  /** Of the folder that the file is in. */
  String folderName() {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null || folder.getFileName() == null
        ? "root"
        : folder.getFileName().toString();
  }

  /** Reads and checks the file. */
  WorkspaceReading read(Destinations destinations) {
    return WorkspaceReader.of(destinations.all().stream().map(Destination::spec).toList())
        .read(file);
  }

  /**
   * Reads a workspace that is right; its warnings, or else all its mistakes, are printed.
   *
   * @throws RunException when it is wrong: nothing may be sent
   */
  Workspace load(Destinations destinations, PrintWriter err) throws RunException {
    WorkspaceReading reading = read(destinations);
    reading.problems().forEach(err::println);
    return reading.workspace().orElseThrow(() -> wrong(file, reading.mistakes()));
  }

  private static RunException wrong(Path file, List<Problem> mistakes) {
    String count = mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
    return new RunException(ExitCode.USAGE, file + " has " + count + " (above); nothing was sent");
  }
}
