package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetBook.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets only the run that holds a connection's lease write there, and of its workers only the one
 * that went on with the connection last. A heartbeat tells a run of its loss some seconds late, and
 * a worker that has stood still not at all; this is asked before calls.
 */
final class LeaseFence {

  private LeaseFence() {}

  /**
   * Passes when the writer's run holds the connection's lease, and no other worker has taken the
   * writer's place.
   *
   * @throws LeaseLostException when another run does, or none, or another worker has
   */
  static void pass(Writer writer, Connection database) throws SQLException {
    Optional<String> loss = loss(writer, database);
    if (loss.isPresent()) {
      throw new LeaseLostException(loss.get());
    }
  }

  /** Why the writer may not write, and what to do; empty when it may. */
  static Optional<String> loss(Writer writer, Connection database) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT "
                + HolderColumns.ALL
                + ", taken_at, worker FROM muster_lease WHERE connection = ?")) {
      select.setString(1, writer.connection());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.of(
              ("run %s does not hold connection %s any more, nor does another run: it was silent"
                      + " for over %d s and taken for dead, or it has ended; it has stopped writing,"
                      + " so run it again")
                  .formatted(writer.run(), writer.connection(), Leases.DEAD_AFTER.toSeconds()));
        }
        LeaseHolder holder = HolderColumns.read(row);
        if (!holder.run().equals(writer.run())) {
          return Optional.of(takenOver(writer, holder, Instants.get(row, "taken_at")));
        }
        String worker = row.getString("worker");
        boolean replaced =
            !writer.worker().isEmpty() && !worker.isEmpty() && !worker.equals(writer.worker());
        return replaced ? Optional.of(replaced(writer, holder)) : Optional.empty();
      }
    }
  }

  private static String takenOver(Writer writer, LeaseHolder holder, Instant since) {
    return ("run %s has taken connection %s over: %s, since %s; run %s was"
            + " silent for over %d s and has stopped writing: wait for the other's end, then run"
            + " it again")
        .formatted(
            holder.run(),
            writer.connection(),
            holder.place(),
            since,
            writer.run(),
            Leases.DEAD_AFTER.toSeconds());
  }

  private static String replaced(Writer writer, LeaseHolder holder) {
    return ("another worker of run %s, on host %s, has gone on with connection %s; this one was taken"
            + " for dead and has stopped writing: nothing needs to be done")
        .formatted(writer.run(), holder.host(), writer.connection());
  }
}
