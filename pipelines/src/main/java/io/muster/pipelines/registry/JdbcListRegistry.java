package io.muster.pipelines.registry;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.NormalisedName;
import io.muster.pipelines.registry.Transactions.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list registry's table in a database. Safe for several threads and processes. Every method
 * throws {@link RegistryException} when the database fails. Moments are kept to the microsecond.
 */
public final class JdbcListRegistry {

  private static final String SELECT =
      "SELECT connection, dataflow, audience, list_name, list_id, created_at, last_run_at,"
          + " last_run, members FROM muster_list";

  private static final String OF_KEY = " WHERE connection = ? AND dataflow = ? AND audience = ?";

  private final Transactions transactions;

  JdbcListRegistry(Transactions transactions) {
    this.transactions = transactions;
  }

  /** All that is registered, by connection, dataflow and audience. */
  public List<Registration> all() {
    return select(" ORDER BY connection, dataflow, audience");
  }

  /** All that is registered for a connection. */
  List<Registration> of(String connection) {
    return select(" WHERE connection = ?", connection);
  }

  /**
   * For whom a list is registered at other connections to the connection's vendor account, the last
   * used if for several. With its name, since some vendor may number the lists of each account.
   */
  Optional<Registration> elsewhere(String connection, String listId, String name) {
    return select(
            " WHERE list_id = ? AND normalised_name = ? AND connection <> ? AND connection IN"
                + " (SELECT other.connection FROM muster_connection own JOIN muster_connection other"
                + " ON other.account = own.account WHERE own.connection = ?)"
                + " ORDER BY last_run_at DESC",
            listId,
            NormalisedName.of(name),
            connection,
            connection)
        .stream()
        .findFirst();
  }

  /**
   * Registers lists or changes what is registered, and then how many members lists are known to
   * hold at least, by connection: all of it or nothing. What isn't registered holds nothing.
   *
   * <p>When another audience of the connection has a list's name, that audience's registration
   * ends: the list is this one's from then on, and the other must not rename or fill it by its id.
   */
  void write(List<Registration> registrations, Map<String, Map<ListRef, Long>> members) {
    transactions.change(
        Subject.LISTS,
        database -> {
          for (Registration each : registrations) {
            endOthers(each, database);
            if (!update(each, database)) {
              insert(each, database);
            }
          }
          for (Map.Entry<String, Map<ListRef, Long>> each : members.entrySet()) {
            remember(each.getKey(), each.getValue(), database);
          }
          return registrations;
        });
  }

  private static void remember(String connection, Map<ListRef, Long> members, Connection database)
      throws SQLException {
    try (PreparedStatement update =
        database.prepareStatement("UPDATE muster_list SET members = ?" + OF_KEY)) {
      for (Map.Entry<ListRef, Long> each : members.entrySet()) {
        update.setLong(1, each.getValue());
        setKey(update, 2, connection, each.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /**
   * Forgets a list; the vendor is not asked.
   *
   * @return whether it was registered
   */
  public boolean remove(String connection, ListRef list) {
    return transactions.change(
        Subject.LISTS,
        database -> {
          try (PreparedStatement delete =
              database.prepareStatement("DELETE FROM muster_list" + OF_KEY)) {
            setKey(delete, 1, connection, list);
            return delete.executeUpdate() > 0;
          }
        });
  }

  private List<Registration> select(String where, String... values) {
    return transactions.read(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
            for (int i = 0; i < values.length; i++) {
              select.setString(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
              List<Registration> found = new ArrayList<>();
              while (rows.next()) {
                found.add(registration(rows));
              }
              return found;
            }
          }
        });
  }

  private static Registration registration(ResultSet row) throws SQLException {
    return new Registration(
        row.getString("connection"),
        new ListRef(row.getString("dataflow"), row.getString("audience")),
        row.getString("list_name"),
        row.getString("list_id"),
        Instants.get(row, "created_at"),
        Instants.get(row, "last_run_at"),
        row.getString("last_run"),
        row.getLong("members"));
  }

  private static void endOthers(Registration registration, Connection connection)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM muster_list WHERE connection = ? AND normalised_name = ?"
                + " AND NOT (dataflow = ? AND audience = ?)")) {
      delete.setString(1, registration.connection());
      delete.setString(2, NormalisedName.of(registration.name()));
      delete.setString(3, registration.list().dataflow());
      delete.setString(4, registration.list().audience());
      delete.executeUpdate();
    }
  }

  private static boolean update(Registration registration, Connection connection)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE muster_list SET list_name = ?, normalised_name = ?, list_id = ?,"
                + " created_at = ?, last_run_at = ?, last_run = ?, members = ?"
                + OF_KEY)) {
      setContents(update, registration);
      return update.executeUpdate() > 0;
    }
  }

  private static void insert(Registration registration, Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO muster_list (list_name, normalised_name, list_id, created_at,"
                + " last_run_at, last_run, members, connection, dataflow, audience)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      setContents(insert, registration);
      insert.executeUpdate();
    }
  }

  private static void setContents(PreparedStatement statement, Registration registration)
      throws SQLException {
    statement.setString(1, registration.name());
    statement.setString(2, NormalisedName.of(registration.name()));
    statement.setString(3, registration.listId());
    Instants.set(statement, 4, registration.createdAt());
    Instants.set(statement, 5, registration.lastRunAt());
    statement.setString(6, registration.lastRun());
    statement.setLong(7, registration.members());
    setKey(statement, 8, registration.connection(), registration.list());
  }

  private static void setKey(
      PreparedStatement statement, int first, String connection, ListRef list) throws SQLException {
    statement.setString(first, connection);
    statement.setString(first + 1, list.dataflow());
    statement.setString(first + 2, list.audience());
  }
}
