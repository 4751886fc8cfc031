package io.muster.format;

import io.muster.model.Reason;
import io.muster.parse.WhiteSpace;

/**
 * {@link Format#NAME}: trimmed, each run of white space within made one space, case kept, at most
 * 255 characters after that. A control character counts as white space; a character is a Unicode
 * code point, so that an emoji is one.
 */
final class NameRule implements FormatRule {

  private static final int MAX_CHARACTERS = 255;

  @Override
  public Normalised normalise(String text) {
    String name = isPlain(text) ? text : collapse(text);
    if (!hasVisible(name)) {
      return Normalised.invalidFormat("has no visible character");
    }
    if (name.length() > MAX_CHARACTERS) {
      int characters = name.codePointCount(0, name.length());
      if (characters > MAX_CHARACTERS) {
        return new Normalised.Invalid(
            Reason.TOO_LONG, "has " + characters + " characters, over " + MAX_CHARACTERS);
      }
    }
    return new Normalised.Value(name);
  }

  /** Whether there is nothing to collapse, as in nearly every name. */
  private static boolean isPlain(String text) {
    boolean afterGap = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean gap = isGap(c);
      if (gap && (afterGap || c != ' ')) {
        return false;
      }
      afterGap = gap;
    }
    return !afterGap;
  }

  private static String collapse(String text) {
    StringBuilder name = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isGap(c)) {
        name.append(c);
      } else if (!name.isEmpty() && name.charAt(name.length() - 1) != ' ') {
        name.append(' ');
      }
    }
    int end = name.length();
    return end > 0 && name.charAt(end - 1) == ' ' ? name.substring(0, end - 1) : name.toString();
  }

  private static boolean isGap(char c) {
    return WhiteSpace.isWhiteSpace(c) || Character.isISOControl(c);
  }

  /** Format characters, such as a zero-width space, make no name by themselves. */
  private static boolean hasVisible(String name) {
    if (!name.isEmpty() && name.charAt(0) < 0x7F) {
      return true;
    }
    return name.codePoints().anyMatch(c -> c != ' ' && Character.getType(c) != Character.FORMAT);
  }
}
