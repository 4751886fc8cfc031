package io.muster.cli.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** With the registry in a file beside the workspace. */
final class FolderOneWriterTest extends OneWriterContract {

  @Override
  WorkspaceText in(WorkspaceText workspace) {
    return workspace;
  }

  @Override
  Connection database(Bench opened) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:%s;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(opened.folder.resolve(".muster").resolve("registry")),
        "sa",
        "");
  }
}
