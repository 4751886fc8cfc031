package io.muster.pipelines.registry;

import io.muster.pipelines.registry.UndisturbedThreads.Piece;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that connections can be had from. */
sealed interface ConnectionSource extends AutoCloseable permits H2Source, PostgresSource {

  /** A connection in auto-commit mode, for one piece of work. */
  Connection take() throws SQLException;

  /** Ends a piece of work that went well; one that failed closes its connection instead. */
  void giveBack(Connection connection) throws SQLException;

  /** Bounds what a transaction that has begun may wait for. */
  void boundWaiting(Connection connection) throws SQLException;

  /**
   * Sees that tables may be made, and keeps other processes from making them until the end of the
   * migration or of the connection.
   */
  void beginMigration(Connection connection) throws SQLException;

  void endMigration(Connection connection) throws SQLException;

  /** Connections for the migrations. */
  DataSource forMigrations();

  /** Does a piece of work where its thread's interruption does no harm. */
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
