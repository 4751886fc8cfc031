package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook.Writer;
import io.muster.pipelines.registry.Transactions.Subject;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The leases of jobs as their workers keep them. A lease stays in a job's name until it is given
 * free or another run takes it, so a job that was silent for too long has it again with its first
 * word, if nobody took it meanwhile; one that has lost it never does. Safe for several threads and
 * processes. Every method throws {@link RegistryException} when the database fails.
 */
final class JobLeases {

  /** The last heartbeat of a lease that is free for others, and its job's again if need be. */
  private static final Instant LAID_DOWN = Instant.EPOCH;

  private static final String OF_JOB =
      " WHERE connection = ? AND run = ? AND pid = " + HolderColumns.NO_PROCESS;

  private final Transactions transactions;
  private final Clock clock;

  JobLeases(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Says that a connection's run lives. What was laid down stays so: a worker that has nothing to
   * do may not know yet that all is delivered.
   *
   * @return why the run does not hold the lease any more, for people; empty when it does
   */
  Optional<String> beat(String connection, String run) {
    return transactions.change(
        Subject.LEASES,
        database -> {
          try (PreparedStatement update =
              database.prepareStatement(
                  "UPDATE muster_lease SET heartbeat_at = ?" + OF_JOB + " AND heartbeat_at > ?")) {
            Instants.set(update, 1, clock.instant());
            update.setString(2, connection);
            update.setString(3, run);
            Instants.set(update, 4, LAID_DOWN);
            return update.executeUpdate() > 0
                ? Optional.empty()
                : LeaseFence.loss(new Writer(connection, run), database);
          }
        });
  }

  /**
   * Says that a worker goes on with a connection, and takes the lease again that was laid down: the
   * job has gone back to a checkpoint. Does nothing where the run has lost the connection.
   *
   * @param host the worker's, for people
   */
  void takeUp(Writer writer, String host) {
    transactions.change(
        Subject.LEASES,
        database -> {
          try (PreparedStatement update =
              database.prepareStatement(
                  "UPDATE muster_lease SET worker = ?, host = ?, heartbeat_at = ?" + OF_JOB)) {
            update.setString(1, writer.worker());
            update.setString(2, host);
            Instants.set(update, 3, clock.instant());
            update.setString(4, writer.connection());
            update.setString(5, writer.run());
            return update.executeUpdate();
          }
        });
  }

  /** Lets others have a run's connections, since all is delivered. */
  static void layDown(String run, Transactions transactions) {
    transactions.change(
        Subject.LEASES,
        database -> {
          try (PreparedStatement update =
              database.prepareStatement(
                  "UPDATE muster_lease SET heartbeat_at = ? WHERE run = ? AND pid = "
                      + HolderColumns.NO_PROCESS)) {
            Instants.set(update, 1, LAID_DOWN);
            update.setString(2, run);
            return update.executeUpdate();
          }
        });
  }
}
