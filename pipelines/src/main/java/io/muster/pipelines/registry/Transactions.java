package io.muster.pipelines.registry;

import io.muster.pipelines.registry.ConnectionSource.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Runs pieces of work in the database. Changes of one subject happen one after another over all
 * threads and processes, so that each sees what the one before it did and none has to be repeated.
 */
final class Transactions {

  private final ConnectionSource source;

  Transactions(ConnectionSource source) {
    this.source = source;
  }

  /** What is changed in turn; a row of {@code muster_turn} each. */
  enum Subject {
    LISTS,
    LEASES,
    BUDGETS,
    RUNS
  }

  /** Reads what is committed. */
  <T> T read(Work<T> work) {
    return run(work);
  }

  /** Changes a subject, all or nothing, when it is this one's turn. */
  <T> T change(Subject subject, Work<T> work) {
    return run(
        connection -> {
          connection.setAutoCommit(false);
          source.boundWaiting(connection);
          await(subject, connection);
          T result = work.in(connection);
          connection.commit();
          connection.setAutoCommit(true);
          return result;
        });
  }

  private <T> T run(Work<T> work) {
    try {
      return source.undisturbed(() -> source.inOneGo(work));
    } catch (SQLException e) {
      throw source.explain(e);
    }
  }

  private static void await(Subject subject, Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT subject FROM muster_turn WHERE subject = ? FOR UPDATE")) {
      lock.setString(1, subject.name().toLowerCase(Locale.ROOT));
      try (ResultSet row = lock.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("damaged tables: muster_turn lacks " + subject);
        }
      }
    }
  }
}
