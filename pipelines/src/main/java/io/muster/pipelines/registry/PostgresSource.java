package io.muster.pipelines.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * A PostgreSQL server. One connection is kept between two pieces of work; more are opened when
 * threads need them at once, and closed again.
 */
final class PostgresSource implements ConnectionSource {

  /** "muster" in ASCII; the numbers of a database's advisory locks are shared by its programs. */
  private static final long MIGRATION_LOCK = 0x6d7573746572L;

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String REJECTED = "08004";

  private static final int ALIVE_WITHIN_SECONDS = 5;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final RegistryServer server;
  private final Optional<String> password;
  private final PGSimpleDataSource database;
  private final AtomicReference<Connection> spare = new AtomicReference<>();
  private volatile boolean answered;
  private volatile boolean closed;

  private PostgresSource(
      RegistryServer server, Optional<String> password, PGSimpleDataSource database) {
    this.server = server;
    this.password = password;
    this.database = database;
  }

  static PostgresSource of(RegistryServer server, Environment environment) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setConnectTimeout(10);
    database.setLoginTimeout(15);
    database.setSocketTimeout(60);
    database.setTcpKeepAlive(true);
    database.setApplicationName("muster");
    try {
      // Last, so that what the URL says counts.
      database.setUrl(server.driverUrl());
    } catch (IllegalArgumentException e) {
      throw RegistryException.ofSetUp(
          server.toString(),
          "the URL can't be read",
          "write it as jdbc:postgresql://HOST:PORT/DATABASE");
    }
    Optional<String> password = server.password().or(() -> environment.get("PGPASSWORD"));
    server.user().or(() -> environment.get("PGUSER")).ifPresent(database::setUser);
    password.ifPresent(database::setPassword);
    return new PostgresSource(server, password, database);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A server that has answered before is waited for while it is away, since a restart or a
   * failover of it is no reason for a run to end. Nothing has been done yet, so to ask again is
   * safe. One that has never answered is more likely a mistake in the URL, and said at once.
   */
  @Override
  public Connection take() throws SQLException {
    Connection connection =
        new Patience(LONGEST_WAIT, PAUSE, where(), "the server did not answer")
            .ask(this::keptOrNew, failure -> answered && isAway(failure));
    answered = true;
    return connection;
  }

  private Connection keptOrNew() throws SQLException {
    Connection kept = spare.getAndSet(null);
    if (kept != null) {
      if (kept.isValid(ALIVE_WITHIN_SECONDS)) {
        return kept;
      }
      kept.close();
    }
    return database.getConnection();
  }

  /** The connection was refused or broke (class 08), or the server ends or starts (57P). */
  private static boolean isAway(SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    return (state.startsWith("08") && !isGivenUp(failure)) || state.startsWith("57P");
  }

  /** The server answers and asks for what the driver has not got, such as a password. */
  private static boolean isGivenUp(SQLException failure) {
    return REJECTED.equals(failure.getSQLState())
        && failure instanceof PSQLException drivers
        && drivers.getServerErrorMessage() == null;
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    if (closed || !spare.compareAndSet(null, connection)) {
      connection.close();
    } else if (closed) {
      closeSpare(); // it was closed in between, and had found none
    }
  }

  @Override
  public void boundWaiting(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Local to the transaction. A process that hangs in the middle of one holds up nobody.
      statement.execute(
          "SET LOCAL lock_timeout = '30s'; SET LOCAL idle_in_transaction_session_timeout = '30s'");
    }
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public void migrate(Migration migration) throws SQLException {
    // Its lock ends with the connection, should that be closed.
    Object unused =
        inOneGo(
            connection -> {
              beginMigration(connection);
              migration.on(database);
              endMigration(connection);
              return database;
            });
  }

  private static void beginMigration(Connection connection) throws SQLException {
    // Flyway would try for ten seconds.
    if (!yes("has_schema_privilege(current_schema(), 'CREATE')", connection)) {
      throw new SQLException("no right to make tables in the schema", INSUFFICIENT_PRIVILEGE);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + MIGRATION_LOCK + ")");
    }
  }

  private static void endMigration(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock(" + MIGRATION_LOCK + ")");
    }
  }

  private static boolean yes(String question, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public RegistryException explain(SQLException failure) {
    if (isAway(failure)) {
      return because(
          failure,
          "the server does not answer",
          "check the host, the port and that the server is up");
    }
    return switch (Optional.ofNullable(failure.getSQLState()).orElse("")) {
      case "28P01", "28000", REJECTED ->
          setUp(
              failure,
              "the server refuses the user",
              "set PGUSER and PGPASSWORD, and check that the server lets this host in");
      case "3D000" -> setUp(failure, "there is no such database", "create it");
      case INSUFFICIENT_PRIVILEGE ->
          setUp(
              failure,
              "the user may not do that",
              "grant the user the schema's CREATE and USAGE, or name a schema of its own with"
                  + " ?currentSchema=");
      case "25006" -> because(failure, "the server is read-only", "name the primary server");
      case "55P03" ->
          because(failure, "another process holds the registry's lock", "end it, then run again");
      default -> because(failure, "the database failed", "see the server's log");
    };
  }

  private RegistryException because(SQLException failure, String reason, String mend) {
    return new RegistryException(
        where(), told(failure, reason), mend, isSafe(failure) ? failure : null);
  }

  private RegistryException setUp(SQLException failure, String reason, String mend) {
    return RegistryException.ofSetUp(
        where(), told(failure, reason), mend, isSafe(failure) ? failure : null);
  }

  private String told(SQLException failure, String reason) {
    return isSafe(failure) ? reason + " (" + words(failure) + ")" : reason;
  }

  /** The driver is not known to repeat a password; a text that does is not passed on. */
  private boolean isSafe(SQLException failure) {
    return password.filter(secret -> !secret.isEmpty()).filter(words(failure)::contains).isEmpty();
  }

  private static String words(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String where() {
    return server.toString();
  }

  @Override
  public void close() {
    closed = true;
    closeSpare();
  }

  private void closeSpare() {
    Connection kept = spare.getAndSet(null);
    if (kept != null) {
      try {
        kept.close();
      } catch (SQLException e) {
        // The server is gone, and so is the connection.
      }
    }
  }
}
