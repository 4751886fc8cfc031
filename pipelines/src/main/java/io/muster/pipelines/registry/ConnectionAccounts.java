package io.muster.pipelines.registry;

import io.muster.pipelines.registry.Transactions.Subject;
import io.muster.workspace.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * At which vendor account each connection's lists are. Lists are registered by the connection's
 * name and used by their ids, so a connection that is given another account, or another
 * destination, would go on filling the lists of the one that it had. Safe for several threads and
 * processes. Every method throws {@link RegistryException} when the database fails.
 */
public final class ConnectionAccounts {

  private final Transactions transactions;

  ConnectionAccounts(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Says where the connections lead, for as long as they have lists: all of them, or none.
   *
   * @return which of them have lists at another account, and the mend, for people; empty when none
   */
  public List<String> claim(Collection<Connection> connections) {
    return transactions.change(
        Subject.LISTS,
        database -> {
          Map<String, String> before = all(database);
          List<String> elsewhere = elsewhere(connections, before, withLists(database));
          if (elsewhere.isEmpty()) {
            for (Connection connection : connections) {
              String account = account(connection);
              if (!account.equals(before.get(connection.name()))) {
                put(connection.name(), account, database);
              }
            }
          }
          return elsewhere;
        });
  }

  /** By the connection's name; only those of which it is known. */
  Map<String, String> all() {
    return transactions.read(ConnectionAccounts::all);
  }

  /**
   * Which connections have lists at another account, for people.
   *
   * @param known where the lists of each are, by its name
   * @param withLists the connections that have any
   */
  static List<String> elsewhere(
      Collection<Connection> connections, Map<String, String> known, Set<String> withLists) {
    return connections.stream()
        .filter(connection -> withLists.contains(connection.name()))
        .flatMap(
            connection ->
                Optional.ofNullable(known.get(connection.name()))
                    .filter(before -> !before.equals(account(connection)))
                    .map(before -> words(connection, before))
                    .stream())
        .toList();
  }

  private static String words(Connection connection, String before) {
    return ("connection %s: its lists are at %s, and the workspace names %s now, so nothing was"
            + " sent; give the connection another name, or put back what it was")
        .formatted(connection.name(), before, account(connection));
  }

  /** The endpoint is no part of it: a gateway may be put before a vendor. */
  private static String account(Connection connection) {
    return connection.account().isEmpty()
        ? connection.destination()
        : connection.destination() + " account " + connection.account();
  }

  private static Map<String, String> all(java.sql.Connection database) throws SQLException {
    try (PreparedStatement select =
            database.prepareStatement("SELECT connection, account FROM muster_connection");
        ResultSet rows = select.executeQuery()) {
      Map<String, String> found = new HashMap<>();
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
      return found;
    }
  }

  private static Set<String> withLists(java.sql.Connection database) throws SQLException {
    try (PreparedStatement select =
            database.prepareStatement("SELECT DISTINCT connection FROM muster_list");
        ResultSet rows = select.executeQuery()) {
      Set<String> found = new HashSet<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static void put(String connection, String account, java.sql.Connection database)
      throws SQLException {
    try (PreparedStatement delete =
            database.prepareStatement("DELETE FROM muster_connection WHERE connection = ?");
        PreparedStatement insert =
            database.prepareStatement(
                "INSERT INTO muster_connection (connection, account) VALUES (?, ?)")) {
      delete.setString(1, connection);
      delete.executeUpdate();
      insert.setString(1, connection);
      insert.setString(2, account);
      insert.executeUpdate();
    }
  }
}
