package io.muster.pipelines.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Values as the page shows them. */
final class HtmlText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);

  /** From here on digits are grouped. */
  private static final long SHORT = 1_000;

  private HtmlText() {}

  /** A page shows ten of each list, each second; most are too small to need a formatter. */
  static String number(long count) {
    return count >= 0 && count < SHORT
        ? Long.toString(count)
        : String.format(Locale.ENGLISH, "%,d", count);
  }

  static String time(String iso) {
    try {
      return TIME.format(Instant.parse(iso).atOffset(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return iso;
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
