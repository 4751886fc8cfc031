package io.muster.pipelines.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The registry's tables. Asks the history of migrations first, and starts Flyway only when one is
 * due: Flyway takes most of a second, the question a millisecond.
 */
final class Schema {

  /** The newest migration in {@code io/muster/registry}. */
  static final int NEWEST = 6;

  /** Since this migration the table of lists is as it is read. */
  private static final int LISTS = 2;

  /** Since this migration it is known at which account a connection's lists are. */
  private static final int ACCOUNTS = 6;

  /** Ours alone, so that the database may be shared with other programs. */
  static final String HISTORY = "muster_schema_history";

  private static final String LOCATION = "classpath:io/muster/registry";

  /** What H2 and PostgreSQL say of a table that isn't there. */
  private static final Set<String> NO_SUCH_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

  private final ConnectionSource source;

  Schema(ConnectionSource source) {
    this.source = source;
  }

  /**
   * Makes or updates the tables when they need it.
   *
   * @throws RegistryException also when a newer Muster has been here
   */
  void bringUpToDate() {
    try {
      boolean current = source.isThere() && version().orElse(0) == NEWEST;
      if (!current) {
        migrate();
      }
    } catch (SQLException e) {
      throw source.explain(e);
    }
  }

  /**
   * Whether the lists are there as this Muster reads them; changes nothing.
   *
   * @throws RegistryException when a newer Muster has been here
   */
  boolean hasLists() {
    return has(LISTS);
  }

  /** Whether the accounts of connections are there; changes nothing. */
  boolean hasAccounts() {
    return has(ACCOUNTS);
  }

  private boolean has(int migration) {
    try {
      return version().orElse(0) >= migration;
    } catch (SQLException e) {
      throw source.explain(e);
    }
  }

  private OptionalInt version() throws SQLException {
    return source.undisturbed(() -> source.inOneGo(this::knownVersion));
  }

  /** Flyway's own lock does not cover the making of its history in a database that is shared. */
  private void migrate() throws SQLException {
    synchronized (Schema.class) {
      source.migrate(
          database -> {
            if (!isCurrent(database)) {
              migrate(database);
            }
          });
    }
  }

  private boolean isCurrent(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return knownVersion(connection).orElse(0) == NEWEST;
    }
  }

  private OptionalInt knownVersion(Connection connection) throws SQLException {
    OptionalInt version = version(connection);
    if (version.isPresent() && version.getAsInt() > NEWEST) {
      throw RegistryException.ofSetUp(
          source.where(),
          "a newer Muster has written here (schema "
              + version.getAsInt()
              + ", this one knows "
              + NEWEST
              + ")",
          "update this Muster, or name another state");
    }
    return version;
  }

  private static OptionalInt version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \""
                    + HISTORY
                    + "\" WHERE \"success\" AND \"version\" IS NOT NULL")) {
      row.next();
      int version = row.getInt(1);
      return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.contains(e.getSQLState())) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private void migrate(DataSource database) {
    try {
      flyway(database).migrate();
    } catch (FlywayException e) {
      throw explain(e);
    }
  }

  static Flyway flyway(DataSource database) {
    return Flyway.configure(Schema.class.getClassLoader())
        .loggers(QuietFlywayLog.class.getName())
        .dataSource(database)
        .locations(LOCATION)
        .failOnMissingLocations(true)
        .table(HISTORY)
        // A schema that holds other programs' tables is no reason to stop.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private RegistryException explain(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure) {
        return source.explain(failure);
      }
    }
    return new RegistryException(
        source.where(),
        "its tables can't be made or updated ("
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + ")",
        "restore the database from a copy, or name another state",
        e);
  }
}
