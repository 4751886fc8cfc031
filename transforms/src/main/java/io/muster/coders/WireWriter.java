package io.muster.coders;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values one after the other. A string that is written with {@link #name} is written once
 * and then by its number. Gathers bytes, since a runner's stream costs more by the call than by the
 * byte; {@link #end} hands on what is left. Then it may begin again, elsewhere.
 */
final class WireWriter {

  private static final int BUFFER = 512;
  private static final int LARGEST_BUFFER = 8_192;
  private static final int LONGEST_NUMBER = 10;

  // Null before the beginning and after the end.
  private OutputStream out;
  private byte[] buffer = new byte[BUFFER];
  private int filled;
  private final Map<String, Integer> names = new HashMap<>();

  void begin(OutputStream other) {
    out = other;
  }

  /** In the variable length of Beam's {@code VarInt}. */
  void number(long value) throws IOException {
    makeRoom(LONGEST_NUMBER);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[filled++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[filled++] = (byte) rest;
  }

  void flag(boolean value) throws IOException {
    makeRoom(1);
    buffer[filled++] = (byte) (value ? 1 : 0);
  }

  void bytes(byte[] value) throws IOException {
    number(value.length);
    written(value, 0, value.length);
  }

  /** What such a writer has written before. */
  void written(byte[] bytes, int from, int length) throws IOException {
    makeRoom(length);
    if (length > buffer.length) {
      out.write(bytes, from, length);
    } else {
      System.arraycopy(bytes, from, buffer, filled, length);
      filled += length;
    }
  }

  void text(String value) throws IOException {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A text that repeats. */
  void name(String value) throws IOException {
    Integer known = names.putIfAbsent(value, names.size());
    if (known == null) {
      number(0);
      text(value);
    } else {
      number(known + 1L);
    }
  }

  void instant(Instant value) throws IOException {
    makeRoom(Long.BYTES);
    long second = value.getEpochSecond();
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer[filled++] = (byte) (second >>> shift);
    }
    number(value.getNano());
  }

  void texts(List<String> values) throws IOException {
    number(values.size());
    for (String value : values) {
      text(value);
    }
  }

  void numbers(List<Long> values) throws IOException {
    number(values.size());
    for (Long value : values) {
      number(value);
    }
  }

  void end() throws IOException {
    drain();
    out.flush();
    out = null;
    names.clear();
  }

  /** For so many bytes, or, where there are more than it ever holds, all there is. */
  private void makeRoom(int bytes) throws IOException {
    if (bytes <= buffer.length - filled) {
      return;
    }
    if (buffer.length < LARGEST_BUFFER) {
      buffer = Arrays.copyOf(buffer, 4 * buffer.length);
    } else {
      drain();
    }
    if (bytes > buffer.length - filled) {
      drain();
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
