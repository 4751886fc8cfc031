package io.muster.parse;

import java.util.Arrays;

/** What some editors and exports begin UTF-8 with; it says nothing. */
public final class ByteOrderMark {

  private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ByteOrderMark() {}

  /** How many bytes of it a text begins with: three or none. */
  public static int length(byte[] text) {
    boolean isThere =
        text.length >= UTF_8.length && Arrays.equals(text, 0, UTF_8.length, UTF_8, 0, UTF_8.length);
    return isThere ? UTF_8.length : 0;
  }

  /** The same text without one; the same array where there is none. */
  public static byte[] strip(byte[] text) {
    int length = length(text);
    return length == 0 ? text : Arrays.copyOfRange(text, length, text.length);
  }
}
