package io.muster.pipelines.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines as bytes, however long: of a line beyond the limit only its beginning is kept, one
 * byte more than the limit, so that it is seen to be too large. Lines end with LF or CRLF.
 */
final class LineReader {

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;
  private byte[] line = new byte[512];
  private long consumed;

  /**
   * Reads from a stream, which stays the caller's to close.
   *
   * @param limit bytes of a line that matter
   */
  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Bytes of the stream that the lines so far took, their ends included. */
  long consumed() {
    return consumed;
  }

  /** The next line without its end, or null at the end of the stream. */
  byte[] next() throws IOException {
    int length = 0;
    boolean any = false;
    while (true) {
      if (position == filled) {
        filled = in.read(buffer);
        position = 0;
        if (filled <= 0) {
          filled = 0;
          return any ? finish(length) : null;
        }
      }
      any = true;
      int end = indexOfLineFeed();
      int chunk = end - position;
      length = append(chunk, length);
      consumed += chunk;
      position = end;
      if (end < filled) {
        position++;
        consumed++;
        return finish(length);
      }
    }
  }

  private int indexOfLineFeed() {
    byte[] bytes = buffer;
    int most = filled;
    int end = position;
    while (end < most && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private int append(int chunk, int length) {
    // One more than the limit shows that it is too large, and a CR may still go.
    int kept = Math.min(chunk, limit + 2 - length);
    if (kept <= 0) {
      return length;
    }
    if (line.length < length + kept) {
      line = Arrays.copyOf(line, Math.min(limit + 2, Math.max(length + kept, 2 * line.length)));
    }
    System.arraycopy(buffer, position, line, length, kept);
    return length + kept;
  }

  private byte[] finish(int length) {
    boolean carriageReturn = length > 0 && line[length - 1] == '\r';
    return Arrays.copyOf(line, carriageReturn ? length - 1 : length);
  }
}
