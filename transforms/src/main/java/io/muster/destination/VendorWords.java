package io.muster.destination;

/** A vendor's words, made fit for a log line and a report. */
final class VendorWords {

  private static final int MOST = 500;

  private VendorWords() {}

  /** On one line, without control characters, at most 500 characters. */
  static String clean(String words) {
    // Bounded first: a vendor may send megabytes.
    String head = words.length() > 2 * MOST ? words.substring(0, 2 * MOST) : words;
    String line = head.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    if (line.length() <= MOST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(MOST - 2)) ? MOST - 2 : MOST - 1;
    return line.substring(0, end) + "…";
  }
}
