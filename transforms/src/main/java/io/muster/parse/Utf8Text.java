package io.muster.parse;

/** Text that UTF-8 can write. */
public final class Utf8Text {

  private Utf8Text() {}

  /** Whether no half of a surrogate pair stands alone in a text, as JSON's escapes allow. */
  public static boolean isEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
