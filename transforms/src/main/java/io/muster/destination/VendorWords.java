package io.muster.destination;

import java.util.regex.Pattern;

/** A vendor's words, made fit for a log line and a report. */
final class VendorWords {

  private static final int MOST = 500;
  private static final Pattern GAPS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

  private VendorWords() {}

  /** On one line, without control characters, at most 500 characters. */
  static String clean(String words) {
    if (words.isEmpty()) {
      return words; // as of nearly every element of a batch
    }
    // Bounded first: a vendor may send megabytes.
    String head = words.length() > 2 * MOST ? words.substring(0, 2 * MOST) : words;
    String line = GAPS.matcher(head).replaceAll(" ").strip();
    if (line.length() <= MOST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(MOST - 2)) ? MOST - 2 : MOST - 1;
    return line.substring(0, end) + "…";
  }
}
