package io.muster.coders;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values one after the other. A string that is written with {@link #name} is written once
 * and then by its number. Gathers bytes, since a runner's stream costs more by the call than by the
 * byte; {@link #flush} hands on what is left.
 */
final class WireWriter {

  private static final int BUFFER = 512;
  private static final int LONGEST_NUMBER = 10;
  private static final char LAST_OF_ASCII = 0x7F;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private final Map<String, Integer> names = new HashMap<>();

  WireWriter(OutputStream out) {
    this.out = out;
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
    if (value.length > BUFFER - filled) {
      drain();
    }
    if (value.length > BUFFER) {
      out.write(value);
    } else {
      System.arraycopy(value, 0, buffer, filled, value.length);
      filled += value.length;
    }
  }

  void text(String value) throws IOException {
    int length = value.length();
    if (length > BUFFER - LONGEST_NUMBER) {
      bytes(value.getBytes(StandardCharsets.UTF_8));
      return;
    }
    makeRoom(LONGEST_NUMBER + length);
    int begin = filled;
    number(length);
    // Nearly all texts are plain ASCII, which needs no array of its own.
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > LAST_OF_ASCII) {
        filled = begin;
        bytes(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
      buffer[filled++] = (byte) c;
    }
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

  void flush() throws IOException {
    drain();
    out.flush();
  }

  private void makeRoom(int bytes) throws IOException {
    if (bytes > BUFFER - filled) {
      drain();
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
