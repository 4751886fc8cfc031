package io.muster.pipelines.registry;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Moments in the database: microseconds, as both databases keep them. */
final class Instants {

  private Instants() {}

  /** The moment as it will be read back. */
  static Instant kept(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }

  static void set(PreparedStatement statement, int index, Instant moment) throws SQLException {
    statement.setObject(index, kept(moment).atOffset(ZoneOffset.UTC));
  }

  static Instant get(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
