package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetBook.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Lets only the run that holds a connection's lease write there. A heartbeat tells a run of its
 * loss some seconds late, and a worker on another machine not at all; this is asked before calls.
 */
final class LeaseFence {

  private LeaseFence() {}

  /**
   * Passes when the writer's run holds the connection's lease.
   *
   * @throws LeaseLostException when another run does, or none
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
            "SELECT run, host, pid, taken_at FROM muster_lease WHERE connection = ?")) {
      select.setString(1, writer.connection());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.of(
              ("run %s does not hold connection %s any more, nor does another run: it was silent"
                      + " for over %d s and taken for dead, or it has ended; it has stopped writing,"
                      + " so run it again")
                  .formatted(writer.run(), writer.connection(), Leases.DEAD_AFTER.toSeconds()));
        }
        String holder = row.getString("run");
        return holder.equals(writer.run())
            ? Optional.empty()
            : Optional.of(takenOver(writer, holder, row));
      }
    }
  }

  private static String takenOver(Writer writer, String holder, ResultSet row) throws SQLException {
    return ("run %s has taken connection %s over: on host %s, process %d, since %s; run %s was"
            + " silent for over %d s and has stopped writing: wait for the other's end, then run"
            + " it again")
        .formatted(
            holder,
            writer.connection(),
            row.getString("host"),
            row.getLong("pid"),
            Instants.get(row, "taken_at"),
            writer.run(),
            Leases.DEAD_AFTER.toSeconds());
  }
}
