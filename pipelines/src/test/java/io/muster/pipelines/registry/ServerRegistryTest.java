package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.workspace.StateLocation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The registry on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerRegistryTest extends RegistryContract {

  private static final String SECRET = "s3cr3t&?/@:+";

  private EmbeddedPostgres server;
  private int databases;
  private String name;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, SQLException {
    // The server runs as another user, and must read this.
    Path access = Files.createTempFile("muster-pg-hba", ".conf");
    Files.writeString(
        access,
        """
        host all muster 127.0.0.1/32 scram-sha-256
        host all all 127.0.0.1/32 trust
        local all all trust
        """);
    access.toFile().deleteOnExit();
    access.toFile().setReadable(true, false);
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("hba_file", access.toString())
            .setOverrideWorkingDirectory(folder.toFile())
            .start();
    execute("postgres", "CREATE ROLE muster LOGIN PASSWORD '" + SECRET + "'");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void newDatabase() throws SQLException {
    databases++;
    name = "registry_" + databases;
    execute("postgres", "CREATE DATABASE " + name);
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String url(String userInfo, String parameters) {
    return "jdbc:postgresql://%s127.0.0.1:%d/%s%s"
        .formatted(userInfo, server.getPort(), name, parameters);
  }

  @Override
  public StateLocation state() {
    return new StateLocation(url("", "?user=postgres"), "/tmp");
  }

  @Override
  public Connection database() throws SQLException {
    return DriverManager.getConnection(url("", "?user=postgres"));
  }

  private static Registry open(String url, Map<String, String> environment) {
    return Registry.open(
        new StateLocation(url, ""), name -> Optional.ofNullable(environment.get(name)));
  }

  private static String wholeText(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void credentialsAreTakenFromTheUrlsUserInfo() {
    try (Registry registry = open(url("muster:s3cr3t%26%3F%2F%40%3A+@", ""), Map.of())) {
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void credentialsAreTakenFromTheUrlsParameters() {
    String url = url("", "?user=muster&password=s3cr3t%26%3F%2F%40%3A%2B&ApplicationName=x");
    try (Registry registry = open(url, Map.of())) {
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void credentialsAreTakenFromTheEnvironment() {
    Map<String, String> environment = Map.of("PGUSER", "muster", "PGPASSWORD", SECRET);
    try (Registry registry = open(url("", ""), environment)) {
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void aRefusedPasswordIsNotShown() {
    RegistryException refused =
        assertThrows(
            RegistryException.class,
            () -> open(url("muster:wr0ngpassw0rd@", "?sslpassword=h1dden"), Map.of()));
    assertThat(
        refused.getMessage(),
        allOf(
            containsString("127.0.0.1"),
            containsString("refuses the user"),
            containsString("PGPASSWORD")));
    assertThat(refused.isOfSetUp(), is(true));
    assertThat(wholeText(refused), not(containsString("wr0ngpassw0rd")));
    assertThat(wholeText(refused), not(containsString("h1dden")));
  }

  /**
   * The driver says so by the class of connections that break, but nothing comes back by itself.
   */
  @Test
  void aServerThatAsksForAPasswordWhereNoneIsSetIsForSomebodyToMend() {
    RegistryException refused =
        assertThrows(RegistryException.class, () -> open(url("muster@", ""), Map.of()));
    assertThat(
        refused.getMessage(),
        allOf(
            containsString("no password"),
            containsString("PGPASSWORD"),
            not(containsString("does not answer"))));
    assertThat(refused.isOfSetUp(), is(true));
  }

  @Test
  void aMissingDatabaseIsNamed() {
    String url = "jdbc:postgresql://postgres@127.0.0.1:%d/nowhere".formatted(server.getPort());
    assertThat(
        assertThrows(RegistryException.class, () -> open(url, Map.of())).getMessage(),
        allOf(containsString("/nowhere as postgres"), containsString("there is no such database")));
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws IOException {
    // Held, so that nobody takes the port; and nobody listens.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url =
          "jdbc:postgresql://u:wr0ngpassw0rd@127.0.0.1:%d/x".formatted(held.getLocalPort());
      RegistryException failed = assertThrows(RegistryException.class, () -> open(url, Map.of()));
      assertThat(failed.getMessage(), containsString("does not answer"));
      assertThat("it may come back", failed.isOfSetUp(), is(false));
      assertThat(wholeText(failed), not(containsString("wr0ngpassw0rd")));
    }
  }

  @Test
  void aUserWithoutTheRightToMakeTablesIsToldWhichToGrant() throws SQLException {
    execute(name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    Map<String, String> environment = Map.of("PGUSER", "muster", "PGPASSWORD", SECRET);
    assertThat(
        assertThrows(RegistryException.class, () -> open(url("", ""), environment)).getMessage(),
        containsString("grant the user"));
  }

  @Test
  void aConnectionThatTheServerEndedIsReplaced() throws SQLException {
    try (Registry registry = Registry.open(state())) {
      execute(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void aServerThatIsAwayForAMomentIsWaitedFor() throws Exception {
    try (Relay relay = Relay.to(server.getPort());
        Registry registry =
            Registry.open(
                new StateLocation(
                    "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(relay.port(), name),
                    "/tmp"))) {
      relay.goAway();
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              relay::comeBack, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));

      assertThat(registry.lists().all(), empty());

      back.get();
    }
  }

  @Test
  void aClosedRegistryLeavesNoConnectionOpen() throws SQLException {
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), empty());
    }
    // The server refuses this while somebody is connected; it notices a good-bye within seconds.
    execute("postgres", "DROP DATABASE " + name);
    assertThat(databases > 0, is(true));
  }
}
