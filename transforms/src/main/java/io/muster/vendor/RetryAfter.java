package io.muster.vendor;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds or an HTTP date. A fraction of a second,
 * which the RFC doesn't know and servers send, is rounded up.
 */
final class RetryAfter {

  /** A vendor that asks for more is asked again after this. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("([0-9]+)(?:[.]([0-9]*))?");

  /** All that a recipient has to read (RFC 9110, 5.6.7), the one in use first. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          gmt("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
          gmt("EEE MMM ppd HH:mm:ss yyyy"));

  private static DateTimeFormatter gmt(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  private RetryAfter() {}

  /** The wait; {@link Duration#ZERO} for a time gone by or a value that says nothing. */
  static Duration parse(String value, Clock clock) {
    String text = value.strip();
    Matcher seconds = SECONDS.matcher(text);
    if (seconds.matches()) {
      return ofSeconds(seconds.group(1), seconds.group(2));
    }
    for (DateTimeFormatter form : DATES) {
      try {
        Instant date = ZonedDateTime.parse(text, form).toInstant();
        return bounded(Duration.between(clock.instant(), date));
      } catch (DateTimeException e) {
        // The next form, or none.
      }
    }
    return Duration.ZERO;
  }

  /**
   * @param fraction its digits; null where there is none
   */
  private static Duration ofSeconds(String whole, String fraction) {
    if (whole.length() > 9) {
      return LONGEST; // more digits than any wait has
    }
    boolean more = fraction != null && fraction.chars().anyMatch(digit -> digit != '0');
    return bounded(Duration.ofSeconds(Long.parseLong(whole) + (more ? 1 : 0)));
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
