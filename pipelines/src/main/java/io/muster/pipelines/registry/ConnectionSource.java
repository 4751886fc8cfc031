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
