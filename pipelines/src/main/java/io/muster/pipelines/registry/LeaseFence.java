package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetBook.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

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
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT run, host, pid, taken_at FROM muster_lease WHERE connection = ?")) {
      select.setString(1, writer.connection());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new LeaseLostException(
              ("run %s does not hold connection %s any more, nor does another run: it was silent"
                      + " for over %d s and taken for dead, or it has ended; it has stopped writing,"
                      + " so run it again")
                  .formatted(writer.run(), writer.connection(), Leases.DEAD_AFTER.toSeconds()));
        }
        String holder = row.getString("run");
        if (!holder.equals(writer.run())) {
          throw lost(
              writer,
              holder,
              row.getString("host"),
              row.getLong("pid"),
              Instants.get(row, "taken_at"));
        }
      }
    }
  }

  private static LeaseLostException lost(
      Writer writer, String holder, String host, long pid, Instant since) {
    return new LeaseLostException(
        ("run %s has taken connection %s over from run %s: on host %s, process %d, since %s; run %s"
                + " was silent for over %d s and has stopped writing: wait for the other's end,"
                + " then run it again")
            .formatted(
                holder,
                writer.connection(),
                writer.run(),
                host,
                pid,
                since,
                writer.run(),
                Leases.DEAD_AFTER.toSeconds()));
  }
}
