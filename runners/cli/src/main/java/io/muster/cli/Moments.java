package io.muster.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Times as they are written on a command line: as in a workspace, UTC where no zone is said. */
record Moments(CommandLine command) {

  /** The first moment that is meant; a date's first. */
  Instant from(String option, String text) {
    return date(text).map(day -> start(day)).orElseGet(() -> time(option, text));
  }

  /** The moment behind the last one that is meant; a date belongs to it. */
  Instant to(String option, String text) {
    return date(text).map(day -> start(day.plusDays(1))).orElseGet(() -> time(option, text));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Instant time(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutZone) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new ParameterException(
            command,
            "%s %s: that is no time; write it as 2026-11-22T10:00:00Z, or as a date"
                .formatted(option, text),
            e);
      }
    }
  }
}
