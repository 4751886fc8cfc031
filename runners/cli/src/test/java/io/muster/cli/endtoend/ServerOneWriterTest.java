package io.muster.cli.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** With the registry on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerOneWriterTest extends OneWriterContract {

  private EmbeddedPostgres server;
  private int databases;

  @BeforeAll
  void startServer() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  void stopServer() throws IOException {
    server.close();
  }

  /** A database of its own for each test. */
  @Override
  WorkspaceText in(WorkspaceText workspace) throws SQLException {
    databases++;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE registry_" + databases);
    }
    return workspace.registry(url());
  }

  @Override
  Connection database(Bench opened) throws SQLException {
    return DriverManager.getConnection(url());
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/registry_%d?user=postgres"
        .formatted(server.getPort(), databases);
  }
}
