package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static final int NO_LIMIT = 1 << 20;

  private static List<String> lines(String text) throws IOException {
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), NO_LIMIT);
    List<String> lines = new ArrayList<>();
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      lines.add(new String(line, StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  @Test
  void linesEndWithLfOrCrLfAndTheLastMayHaveNone() throws IOException {
    assertThat(lines(""), is(empty()));
    assertThat(lines("\n"), contains(""));
    assertThat(lines("a"), contains("a"));
    assertThat(lines("a\n"), contains("a"));
    assertThat(lines("a\r\nb\n\nc"), contains("a", "b", "", "c"));
    assertThat(lines("a\rb\r\r\nc\r"), contains("a\rb\r", "c"));
  }

  /** Against cutting the whole text, in streams that give as much at a time as they like. */
  @Test
  void readsWhatCuttingTheWholeTextGives() throws IOException {
    long seed = RandomGenerator.getDefault().nextLong();
    for (int round = 0; round < 400; round++) {
      Random random = new Random(seed + round);
      byte[] text = text(random);
      int limit = random.nextInt(40);
      LineReader reader = new LineReader(new Drips(text, random), limit);
      String where = "seed " + (seed + round);
      int start = 0;
      while (start < text.length) {
        int end = start;
        while (end < text.length && text[end] != '\n') {
          end++;
        }
        byte[] expected = Arrays.copyOfRange(text, start, end);
        if (expected.length > 0 && expected[expected.length - 1] == '\r') {
          expected = Arrays.copyOf(expected, expected.length - 1);
        }
        byte[] line = reader.next();
        if (expected.length <= limit) {
          assertThat(where, Arrays.equals(line, expected), is(true));
        } else {
          assertThat(where, line.length > limit && line.length <= limit + 2, is(true));
          byte[] beginning = Arrays.copyOf(expected, Math.min(line.length, expected.length));
          assertThat(where, Arrays.equals(line, beginning), is(true));
        }
        start = Math.min(text.length, end + 1);
        assertThat(where, reader.consumed(), is((long) start));
      }
      assertThat(where, reader.next() == null, is(true));
    }
  }

  /** Often line ends; now and then longer than the reader's own buffer. */
  private static byte[] text(Random random) {
    byte[] text = new byte[random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(300)];
    int rarity = 2 + random.nextInt(60);
    for (int i = 0; i < text.length; i++) {
      int draw = random.nextInt(rarity);
      text[i] = draw == 0 ? (byte) '\n' : draw == 1 ? (byte) '\r' : (byte) random.nextInt(256);
    }
    return text;
  }

  @Test
  void keepsOnlyTheBeginningOfALineWithoutEnd() throws IOException {
    long endless = 3L << 30;
    LineReader reader = new LineReader(new Zeros(endless), NO_LIMIT);
    byte[] line = reader.next();
    assertThat(line.length > NO_LIMIT, is(true));
    assertThat(line.length, is(lessThanOrEqualTo(NO_LIMIT + 2)));
    assertThat(reader.consumed(), is(endless));
    assertThat(reader.next() == null, is(true));
  }

  /** A stream that gives some bytes a read. */
  private static final class Drips extends ByteArrayInputStream {
    private final Random random;

    Drips(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, 1 + random.nextInt(50_000)));
    }
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(left, length);
      left -= count;
      return count > 0 ? count : -1;
    }
  }
}
