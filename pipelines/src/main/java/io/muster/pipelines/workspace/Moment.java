package io.muster.pipelines.workspace;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A date or a time of day, UTC unless it names an offset. */
enum Moment implements ValueReader<Instant> {
  /** A date is its first moment. */
  START(LocalTime.MIN),
  /** A date is its last moment. */
  END(LocalTime.MAX);

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final LocalTime timeOfDate;

  Moment(LocalTime timeOfDate) {
    this.timeOfDate = timeOfDate;
  }

  @Override
  public Optional<Instant> read(YamlValue value) {
    return value.text().flatMap(text -> parse(text.strip(), value.place()));
  }

  private Optional<Instant> parse(String text, Place place) {
    try {
      if (DATE.matcher(text).matches()) {
        return Optional.of(LocalDate.parse(text).atTime(timeOfDate).toInstant(ZoneOffset.UTC));
      }
      TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          time instanceof OffsetDateTime withOffset
              ? withOffset.toInstant()
              : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      place.mistake(
          Quoted.of(text) + " is no date or time that there is",
          "write 2026-11-01, 2026-11-01T08:00:00 (UTC) or 2026-11-01T08:00:00+01:00");
      return Optional.empty();
    }
  }
}
