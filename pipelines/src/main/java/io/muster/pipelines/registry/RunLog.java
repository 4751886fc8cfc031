package io.muster.pipelines.registry;

import io.muster.pipelines.registry.Transactions.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What runs there were, and how each ended. Remembers the newest, so that it stays small. Safe for
 * several threads and processes. Every method throws {@link RegistryException} when the database
 * fails.
 */
public final class RunLog {

  /** How many runs are remembered, and any older one that goes on. */
  public static final int KEPT = 1_000;

  /** Of how many the report is; the registry's file stays small enough not to be compacted. */
  static final int REPORTS_KEPT = 20;

  /** A longer report is in the run folder alone; characters. */
  static final int LONGEST_REPORT = 16_384;

  private static final String SELECT =
      "SELECT run, run_id, command, workspace, choice, runner, folder, host, machine, pid, process_start,"
          + " job, started_at, ended_at, status, exit_code, received, activated, added, removed,"
          + " excluded, failed, unchanged, superseded, pending, malformed, calls, report"
          + " FROM muster_run";

  private static final String NEWEST_FIRST = " ORDER BY started_at DESC, run DESC";

  private final Transactions transactions;
  private final Clock clock;
  private final Processes processes;
  private final int kept;

  RunLog(Transactions transactions, Clock clock, Processes processes) {
    this(transactions, clock, processes, KEPT);
  }

  /**
   * @param kept how many runs are remembered, besides older ones that still have a lease
   */
  RunLog(Transactions transactions, Clock clock, Processes processes, int kept) {
    this.kept = kept;
    this.transactions = transactions;
    this.clock = clock;
    this.processes = processes;
  }

  /**
   * Remembers that a run begins, and forgets the oldest. Where one of that name is remembered, the
   * new one takes its place, unless it has an id: those names are given once.
   *
   * @return whether it is remembered; false when it has an id and another has its name
   */
  public boolean begin(RunStart start) {
    return transactions.change(
        Subject.RUNS,
        database -> {
          if (isThere(start.run(), database)) {
            if (start.id().isPresent()) {
              return false;
            }
            delete(start.run(), database);
          }
          insert(start, database);
          forgetOldest(database);
          return true;
        });
  }

  /** Remembers what a cluster calls a run. */
  public void job(String run, String job) {
    transactions.change(
        Subject.RUNS,
        database -> {
          try (PreparedStatement update =
              database.prepareStatement("UPDATE muster_run SET job = ? WHERE run = ?")) {
            update.setString(1, job);
            update.setString(2, run);
            return update.executeUpdate();
          }
        });
  }

  /** Remembers how a run ended, whatever was said of it before. */
  public void end(String run, RunEnd end) {
    transactions.change(Subject.RUNS, database -> end(run, end, "", database));
  }

  /** The same, unless its end is known. */
  public void endOnce(String run, RunEnd end) {
    transactions.change(Subject.RUNS, database -> end(run, end, " AND ended_at IS NULL", database));
  }

  /** The run of that name. */
  public Optional<PastRun> find(String run) {
    return select(" WHERE run = ?", run).stream().findFirst();
  }

  /** The runs with an id, the latest first. */
  public List<PastRun> ofId(String id) {
    return id.isEmpty() ? List.of() : select(" WHERE run_id = ?" + NEWEST_FIRST, id);
  }

  /** The latest runs, the latest first. */
  public List<PastRun> latest(int limit) {
    return select(NEWEST_FIRST + " FETCH FIRST " + Math.max(1, limit) + " ROWS ONLY");
  }

  private List<PastRun> select(String where, String... values) {
    return transactions.read(
        database -> {
          try (PreparedStatement select = database.prepareStatement(SELECT + where)) {
            for (int i = 0; i < values.length; i++) {
              select.setString(i + 1, values[i]);
            }
            List<PastRun> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(read(row));
              }
            }
            List<PastRun> judged = new ArrayList<>();
            for (PastRun run : found) {
              judged.add(
                  run.end().isPresent()
                      ? run
                      : new PastRun(
                          run.start(), run.job(), run.end(), lives(run.start().run(), database)));
            }
            return judged;
          }
        });
  }

  private static PastRun read(ResultSet row) throws SQLException {
    String id = row.getString("run_id");
    String job = row.getString("job");
    boolean ended = row.getString("ended_at") != null;
    return new PastRun(
        new RunStart(
            row.getString("run"),
            id.isEmpty() ? Optional.empty() : Optional.of(id),
            row.getString("command"),
            row.getString("workspace"),
            Optional.ofNullable(row.getString("choice")),
            row.getString("runner"),
            row.getString("folder"),
            HolderColumns.read(row),
            Instants.get(row, "started_at")),
        job.isEmpty() ? Optional.empty() : Optional.of(job),
        ended ? Optional.of(readEnd(row)) : Optional.empty(),
        false);
  }

  private static RunEnd readEnd(ResultSet row) throws SQLException {
    int exitCode = row.getInt("exit_code");
    OptionalInt code = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(exitCode);
    String report = row.getString("report");
    return new RunEnd(
        row.getString("status"),
        Instants.get(row, "ended_at"),
        code,
        new RunTotals(
            row.getLong("received"),
            row.getLong("activated"),
            row.getLong("added"),
            row.getLong("removed"),
            row.getLong("excluded"),
            row.getLong("failed"),
            row.getLong("unchanged"),
            row.getLong("superseded"),
            row.getLong("pending"),
            row.getLong("malformed"),
            row.getLong("calls")),
        report.isEmpty() ? Optional.empty() : Optional.of(report));
  }

  /** Whether a lease in the run's name lives: a run that goes on holds one. */
  private boolean lives(String run, Connection database) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT " + HolderColumns.ALL + ", heartbeat_at FROM muster_lease WHERE run = ?")) {
      select.setString(1, run);
      try (ResultSet row = select.executeQuery()) {
        boolean lives = false;
        while (row.next() && !lives) {
          Duration silence = Duration.between(Instants.get(row, "heartbeat_at"), clock.instant());
          lives = !Leases.isDead(HolderColumns.read(row), silence, processes);
        }
        return lives;
      }
    }
  }

  private static boolean isThere(String run, Connection database) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement("SELECT 1 FROM muster_run WHERE run = ?")) {
      select.setString(1, run);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void delete(String run, Connection database) throws SQLException {
    try (PreparedStatement delete =
        database.prepareStatement("DELETE FROM muster_run WHERE run = ?")) {
      delete.setString(1, run);
      delete.executeUpdate();
    }
  }

  private static void insert(RunStart start, Connection database) throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO muster_run (run, machine, pid, process_start, run_id, command, workspace,"
                + " runner, folder, host, started_at, choice)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      HolderColumns.set(insert, 1, start.place());
      insert.setString(5, start.id().orElse(""));
      insert.setString(6, start.command());
      insert.setString(7, start.workspace());
      insert.setString(8, start.runner());
      insert.setString(9, start.folder());
      insert.setString(10, start.place().host());
      Instants.set(insert, 11, start.startedAt());
      insert.setString(12, start.choice().orElse(null));
      insert.executeUpdate();
    }
  }

  private static int end(String run, RunEnd end, String condition, Connection database)
      throws SQLException {
    try (PreparedStatement update =
        database.prepareStatement(
            "UPDATE muster_run SET status = ?, ended_at = ?, exit_code = ?, received = ?,"
                + " activated = ?, added = ?, removed = ?, excluded = ?, failed = ?,"
                + " unchanged = ?, superseded = ?, pending = ?, malformed = ?, calls = ?,"
                + " report = ? WHERE run = ?"
                + condition)) {
      update.setString(1, end.status());
      Instants.set(update, 2, end.endedAt());
      if (end.exitCode().isPresent()) {
        update.setInt(3, end.exitCode().getAsInt());
      } else {
        update.setNull(3, Types.INTEGER);
      }
      setTotals(update, 4, end.totals());
      update.setString(
          15, end.report().filter(report -> report.length() <= LONGEST_REPORT).orElse(""));
      update.setString(16, run);
      return update.executeUpdate();
    }
  }

  private static void setTotals(PreparedStatement update, int first, RunTotals totals)
      throws SQLException {
    List<Long> counts =
        List.of(
            totals.received(),
            totals.activated(),
            totals.added(),
            totals.removed(),
            totals.excluded(),
            totals.failed(),
            totals.unchanged(),
            totals.superseded(),
            totals.pending(),
            totals.malformed(),
            totals.calls());
    for (int i = 0; i < counts.size(); i++) {
      update.setLong(first + i, counts.get(i));
    }
  }

  private void forgetOldest(Connection database) throws SQLException {
    Optional<Instant> oldest = startOf(kept, database);
    if (oldest.isPresent()) {
      // A job may outlive any number of runs beside it: its name must not be given again.
      execute(
          "DELETE FROM muster_run WHERE started_at < ? AND (ended_at IS NOT NULL"
              + " OR NOT EXISTS (SELECT 1 FROM muster_lease"
              + " WHERE muster_lease.run = muster_run.run))",
          oldest.get(),
          database);
    }
    Optional<Instant> withReport = startOf(REPORTS_KEPT, database);
    if (withReport.isPresent()) {
      execute(
          "UPDATE muster_run SET report = '' WHERE started_at < ? AND report <> ''",
          withReport.get(),
          database);
    }
  }

  /** When the run began that is the nth from now back; empty when there are not so many. */
  private static Optional<Instant> startOf(int nth, Connection database) throws SQLException {
    try (PreparedStatement select =
            database.prepareStatement(
                "SELECT started_at FROM muster_run"
                    + NEWEST_FIRST
                    + " OFFSET "
                    + (nth - 1)
                    + " ROWS FETCH FIRST 1 ROW ONLY");
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(Instants.get(row, "started_at")) : Optional.empty();
    }
  }

  private static void execute(String sql, Instant before, Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      Instants.set(statement, 1, before);
      statement.executeUpdate();
    }
  }
}
