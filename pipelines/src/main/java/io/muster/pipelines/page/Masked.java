package io.muster.pipelines.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of records as anybody may see them. */
final class Masked {

  /** Such as jane.doe@acme.com, with whatever an address may have before its @ (RFC 5322). */
  private static final Pattern EMAIL =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\\p{L}\\p{M}\\p{N}.-]+");

  /** Such as a phone number or an id of the vendor's for a person. */
  private static final Pattern DIGITS = Pattern.compile("\\d(?:[ ()/.-]?\\d){6,}");

  private static final String DOT = "\u2022";
  private static final int SHOWN = 2;
  private static final int LONGEST = 40;

  private Masked() {}

  /**
   * The value's shape: its first characters, and what is no letter or digit. So it is seen that a
   * domain has a blank in it, but not whose it is.
   */
  static String shape(String value) {
    String start = value.substring(0, value.offsetByCodePoints(0, length(value)));
    StringBuilder shape = new StringBuilder();
    int seen = 0;
    // A short value would be shown whole.
    int shown = Math.min(SHOWN, length(value) / 3);
    for (int c : start.codePoints().toArray()) {
      if (Character.isLetterOrDigit(c)) {
        seen++;
        shape.append(seen <= shown ? Character.toString(c) : DOT);
      } else {
        shape.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return start.length() < value.length() ? shape + "\u2026" : shape.toString();
  }

  private static int length(String value) {
    return Math.min(LONGEST, value.codePointCount(0, value.length()));
  }

  /** A sentence without what may name a person: a vendor's words may repeat what it was sent. */
  static String sentence(String words) {
    String plain = EMAIL.matcher(words).replaceAll(found -> quoted(shape(found.group())));
    return DIGITS.matcher(plain).replaceAll(found -> quoted(shape(found.group())));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
