package io.muster.parse;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads a time as the platform's samples write it: {@code 2026-11-20T10:00:00Z}, with {@code
 * +0000}, {@code +00:00} or another offset, with 0 to 9 fraction digits; without a zone it is UTC.
 *
 * <p>Written by hand because every membership of every record passes here: it is what {@code
 * java.time} reads in its strict style, which a test holds it to, at a tenth of the cost.
 */
final class XdmTime {

  private static final int SHORTEST = "2026-11-20T10:00:00".length();
  private static final int LONGEST = "2026-11-20T10:00:00.123456789+00:00".length();
  private static final int MAX_OFFSET_SECONDS = 18 * 3600;
  private static final int[] NANOS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  private XdmTime() {}

  /** The moment that a text names, or null where it names none. */
  static Instant parse(String text) {
    int length = text.length();
    if (length < SHORTEST || length > LONGEST || !isPunctuated(text)) {
      return null;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (year < 0
        || !isWithin(month, 1, 12)
        || (!isWithin(day, 1, 28) && !isWithin(day, 1, YearMonth.of(year, month).lengthOfMonth()))
        || !isWithin(hour, 0, 23)
        || !isWithin(minute, 0, 59)
        || !isWithin(second, 0, 59)) {
      return null;
    }

    int zone = SHORTEST;
    int nanos = 0;
    if (zone < length && text.charAt(zone) == '.') {
      int start = zone + 1;
      zone = start;
      while (zone < length && isDigit(text.charAt(zone))) {
        zone++;
      }
      if (zone == start || zone - start > 9) {
        return null;
      }
      nanos = digits(text, start, zone) * NANOS[zone - start];
    }
    int offset = offsetSeconds(text, zone);
    if (offset == Integer.MIN_VALUE) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    long secondOfDay = hour * 3600L + minute * 60L + second;
    return Instant.ofEpochSecond(days * 86_400L + secondOfDay - offset, nanos);
  }

  private static boolean isPunctuated(String text) {
    char t = text.charAt(10);
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (t == 'T' || t == 't')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /** Seconds east of UTC, or {@link Integer#MIN_VALUE} where the rest of the text is no zone. */
  private static int offsetSeconds(String text, int from) {
    int length = text.length() - from;
    if (length == 0) {
      return 0;
    }
    char sign = text.charAt(from);
    if (length == 1) {
      return sign == 'Z' || sign == 'z' ? 0 : Integer.MIN_VALUE;
    }
    boolean colon = length == 6 && text.charAt(from + 3) == ':';
    if ((sign != '+' && sign != '-') || (length != 5 && !colon)) {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, from + 1, from + 3);
    int minutes = digits(text, from + length - 2, from + length);
    int seconds = hours * 3600 + minutes * 60;
    if (hours < 0 || !isWithin(minutes, 0, 59) || seconds > MAX_OFFSET_SECONDS) {
      return Integer.MIN_VALUE;
    }
    return sign == '-' ? -seconds : seconds;
  }

  /** The number that the digits make, or -1 where one is none. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWithin(int number, int least, int most) {
    return number >= least && number <= most;
  }
}
