package io.muster.pipelines.registry;

import io.muster.pipelines.registry.UndisturbedThreads.Piece;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that connections can be had from. */
sealed interface ConnectionSource extends AutoCloseable permits H2Source, PostgresSource {

  /** A connection in auto-commit mode, for the piece of work that is being done. */
  Connection take() throws SQLException;

  /** Ends a piece of work that went well; one that failed closes its connection instead. */
  void giveBack(Connection connection) throws SQLException;

  /** A piece of work. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Works with a connection that is given back when all went well, and closed when it did not. */
  default <T> T inOneGo(Work<T> work) throws SQLException {
    Connection connection = take();
    boolean done = false;
    try {
      T result = work.in(connection);
      done = true;
      return result;
    } finally {
      if (done) {
        giveBack(connection);
      } else {
        abandon(connection);
      }
    }
  }

  private static void abandon(Connection connection) {
    try (connection) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // The failure that led here says more than that of a broken connection.
    }
  }

  /** Bounds what a transaction that has begun may wait for. */
  void boundWaiting(Connection connection) throws SQLException;

  /** Whether there is a database; one that isn't there is made by the first migration. */
  boolean isThere();

  /** Makes or updates tables. */
  @FunctionalInterface
  interface Migration {
    void on(DataSource database) throws SQLException;
  }

  /**
   * Lets one migration at a time make or update the tables, as a piece of work of its own. A
   * process that is killed meanwhile leaves them as they were, or with some of the migration's
   * statements done, as the database has it.
   *
   * @throws SQLException also when tables may not be made
   */
  void migrate(Migration migration) throws SQLException;

  /**
   * Does a piece of work where its thread's interruption does no harm; and alone, where the
   * database belongs to one at a time. All that is taken is taken within such a piece, which has
   * given it back when it ends, and holds no other piece.
   */
  default <T> T undisturbed(Piece<T> piece) throws SQLException {
    return piece.done();
  }

  /** What went wrong, for people. */
  RegistryException explain(SQLException failure);

  /** Where it is, safe to print. */
  String where();

  @Override
  void close();
}
