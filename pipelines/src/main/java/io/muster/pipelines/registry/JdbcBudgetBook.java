package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook;
import io.muster.destination.CallLimit;
import io.muster.pipelines.registry.Transactions.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The account of calls in a database. Safe for several threads and processes. Every method throws
 * {@link RegistryException} when the database fails, and then nothing was drawn.
 *
 * <p>A call counts from its second until {@link #WINDOW} later. A second that is ahead of the asker
 * counts as well: so clocks that disagree, or go back, may make one wait but never exceed a limit.
 */
final class JdbcBudgetBook implements BudgetBook {

  /**
   * Longer than the window, so that a clock that is ahead takes no call from one that is behind.
   */
  private static final Duration RECENT = Duration.ofHours(1);

  private static final int DAYS = 31;

  private static final String OF_KIND = " WHERE budget = ? AND kind = ?";

  private static final CallTable RECENT_CALLS = new CallTable("muster_recent_calls", "at_second");
  private static final CallTable DAY_CALLS = new CallTable("muster_day_calls", "utc_day");

  private final Transactions transactions;
  private final Admission admission;

  private JdbcBudgetBook(Transactions transactions, Admission admission) {
    this.transactions = transactions;
    this.admission = admission;
  }

  /** Whether one may draw. */
  @FunctionalInterface
  private interface Admission {
    void admit(Writer writer, Connection database) throws SQLException;
  }

  /** Only for runs that hold the connection's lease. */
  static JdbcBudgetBook leased(Transactions transactions) {
    return new JdbcBudgetBook(transactions, LeaseFence::pass);
  }

  /** For whoever asks. */
  static JdbcBudgetBook unleased(Transactions transactions) {
    return new JdbcBudgetBook(transactions, (writer, database) -> {});
  }

  @Override
  public Drawn draw(Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
    if (wanted < 1) {
      throw new IllegalArgumentException("wanted " + wanted + " calls of " + limit.kind());
    }
    Kind kind = new Kind(budget, limit.kind());
    return transactions.change(
        Subject.BUDGETS,
        database -> {
          admission.admit(writer, database);
          return draw(kind, limit, wanted, now, database);
        });
  }

  @Override
  public void late(String budget, String kind, Instant now) {
    transactions.change(
        Subject.BUDGETS,
        database -> {
          Kind late = new Kind(budget, kind);
          addRecent(late, now, 1, database);
          if (!day(now.minus(AFTER_MIDNIGHT)).equals(day(now))) {
            addToDay(late, day(now), 1, database);
          }
          return now;
        });
  }

  /** What is counted together. */
  private record Kind(String budget, String name) {

    void setIn(PreparedStatement statement, int first) throws SQLException {
      statement.setString(first, budget);
      statement.setString(first + 1, name);
    }
  }

  private static Drawn draw(
      Kind kind, CallLimit limit, int wanted, Instant now, Connection database)
      throws SQLException {
    LocalDate today = day(now);
    LocalDate arrival = day(now.plus(BEFORE_MIDNIGHT));
    boolean overMidnight = !arrival.equals(today);
    long calledToday = callsOf(kind, today, database);
    long called =
        overMidnight ? Math.max(calledToday, callsOf(kind, arrival, database)) : calledToday;
    long leftToday = limit.perDay() - called;
    if (leftToday <= 0) {
      Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return new Drawn(0, 0, Duration.between(now, tomorrow));
    }
    Room room = room(kind, limit.perMinute(), now, database);
    if (room.calls() <= 0) {
      return new Drawn(0, (int) leftToday, Duration.between(now, room.next()));
    }
    int calls = (int) Math.min(wanted, Math.min(room.calls(), leftToday));
    addRecent(kind, now, calls, database);
    addToDay(kind, today, calls, database);
    if (overMidnight) {
      addToDay(kind, arrival, calls, database);
    }
    return new Drawn(calls, (int) leftToday - calls, Duration.ZERO);
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  private static long callsOf(Kind kind, LocalDate day, Connection database) throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT calls FROM muster_day_calls" + OF_KIND + " AND utc_day = ?")) {
      kind.setIn(select, 1);
      select.setObject(3, day);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong("calls") : 0;
      }
    }
  }

  /**
   * What the window has room for.
   *
   * @param next when there is room for one; not after the asker's moment when there is already
   */
  private record Room(long calls, Instant next) {}

  private static Room room(Kind kind, int perMinute, Instant now, Connection database)
      throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT at_second, calls FROM muster_recent_calls"
                + OF_KIND
                + " AND at_second > ? ORDER BY at_second DESC")) {
      kind.setIn(select, 1);
      select.setLong(3, now.minus(WINDOW).getEpochSecond());
      long counted = 0;
      Instant next = now;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long before = counted;
          counted += row.getLong("calls");
          if (before < perMinute && counted >= perMinute) {
            // From here on back, all has to leave the window first.
            next = Instant.ofEpochSecond(row.getLong("at_second")).plus(WINDOW);
          }
        }
      }
      return new Room(perMinute - counted, next);
    }
  }

  /** The second that a call is written under: rounded up, so that none counts too short. */
  private static long second(Instant moment) {
    return moment.getNano() == 0 ? moment.getEpochSecond() : moment.getEpochSecond() + 1;
  }

  private static void addRecent(Kind kind, Instant now, int calls, Connection database)
      throws SQLException {
    Instant oldest = now.minus(RECENT);
    RECENT_CALLS.add(kind, second(now), calls, oldest.getEpochSecond(), database);
  }

  private static void addToDay(Kind kind, LocalDate day, int calls, Connection database)
      throws SQLException {
    DAY_CALLS.add(kind, day, calls, day.minusDays(DAYS), database);
  }

  /** A table of calls by kind and time. */
  private record CallTable(String name, String time) {

    /**
     * Adds calls to a time's row, and forgets old rows.
     *
     * @param oldest of the rows that are kept
     */
    void add(Kind kind, Object at, int calls, Object oldest, Connection database)
        throws SQLException {
      if (!update(kind, at, calls, database)) {
        insert(kind, at, calls, database);
      }
      try (PreparedStatement prune =
          database.prepareStatement("DELETE FROM " + name + " WHERE " + time + " < ?")) {
        prune.setObject(1, oldest);
        prune.executeUpdate();
      }
    }

    private boolean update(Kind kind, Object at, int calls, Connection database)
        throws SQLException {
      String sql = "UPDATE " + name + " SET calls = calls + ?" + OF_KIND + " AND " + time + " = ?";
      try (PreparedStatement update = database.prepareStatement(sql)) {
        setRow(update, kind, at, calls);
        return update.executeUpdate() > 0;
      }
    }

    private void insert(Kind kind, Object at, int calls, Connection database) throws SQLException {
      String sql =
          "INSERT INTO " + name + " (calls, budget, kind, " + time + ") VALUES (?, ?, ?, ?)";
      try (PreparedStatement insert = database.prepareStatement(sql)) {
        setRow(insert, kind, at, calls);
        insert.executeUpdate();
      }
    }

    private static void setRow(PreparedStatement statement, Kind kind, Object at, int calls)
        throws SQLException {
      statement.setInt(1, calls);
      kind.setIn(statement, 2);
      statement.setObject(4, at);
    }
  }
}
