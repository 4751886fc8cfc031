package io.muster.cli;

import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run's files go when nobody says where. */
final class RunFolders {

  private RunFolders() {}

  /** {@code runs/RUN} in the state folder; beside the workspace when the registry is a server. */
  static String defaultFor(Workspace workspace, String run) {
    Path state =
        workspace.state().isServer()
            ? Optional.ofNullable(Path.of(workspace.file()).toAbsolutePath().getParent())
                .orElseThrow(() -> new IllegalStateException("a workspace file is in a folder"))
                .resolve(".muster")
            : Path.of(workspace.state().registry());
    return state.resolve("runs").resolve(run).toString();
  }
}
