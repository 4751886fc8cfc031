package io.muster.pipelines.registry;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What was drawn from budgets, to be shown. Every method throws {@link RegistryException} when the
 * database fails.
 */
public final class SpentCalls {

  private final Transactions transactions;

  SpentCalls(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Calls of one kind in one second.
   *
   * @param at the second's end
   */
  public record OfSecond(String kind, Instant at, long calls) {}

  /** Calls of one kind in one UTC day. */
  public record OfDay(String kind, LocalDate day, long calls) {}

  /** Those of the last hour, in order. */
  public List<OfSecond> bySecond(String budget) {
    return select(
        "SELECT kind, at_second, calls FROM muster_recent_calls WHERE budget = ?"
            + " ORDER BY at_second, kind",
        budget,
        row ->
            new OfSecond(
                row.getString("kind"),
                Instant.ofEpochSecond(row.getLong("at_second")),
                row.getLong("calls")));
  }

  /** Those of the last month, in order. */
  public List<OfDay> byDay(String budget) {
    return select(
        "SELECT kind, utc_day, calls FROM muster_day_calls WHERE budget = ?"
            + " ORDER BY utc_day, kind",
        budget,
        row ->
            new OfDay(
                row.getString("kind"),
                row.getObject("utc_day", LocalDate.class),
                row.getLong("calls")));
  }

  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> select(String sql, String budget, Row<T> each) {
    return transactions.read(
        database -> {
          try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setString(1, budget);
            try (ResultSet row = select.executeQuery()) {
              List<T> all = new ArrayList<>();
              while (row.next()) {
                all.add(each.read(row));
              }
              return all;
            }
          }
        });
  }
}
