package io.muster.pipelines.registry;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A lease's holder in the columns of {@code muster_lease}. */
final class HolderColumns {

  /** What {@link #read} needs. */
  static final String ALL = "run, host, machine, pid, process_start";

  /** The pid of what is no process. */
  static final int NO_PROCESS = 0;

  private HolderColumns() {}

  static LeaseHolder read(ResultSet row) throws SQLException {
    long pid = row.getLong("pid");
    return pid == NO_PROCESS
        ? new LeaseHolder.Job(row.getString("run"), row.getString("host"))
        : new LeaseHolder.Process(
            row.getString("run"),
            row.getString("host"),
            row.getString("machine"),
            pid,
            Instants.get(row, "process_start"));
  }

  /** Sets run, machine, pid and process_start, by which a holder is known. */
  static void set(PreparedStatement statement, int first, LeaseHolder holder) throws SQLException {
    statement.setString(first, holder.run());
    if (holder instanceof LeaseHolder.Process own) {
      statement.setString(first + 1, own.machine());
      statement.setLong(first + 2, own.pid());
      Instants.set(statement, first + 3, own.processStart());
    } else {
      statement.setString(first + 1, "");
      statement.setLong(first + 2, NO_PROCESS);
      Instants.set(statement, first + 3, Instant.EPOCH);
    }
  }
}
