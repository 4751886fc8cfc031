package io.muster.coders;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;

/** Reads what a {@link WireWriter} wrote. */
final class WireReader {

  private static final int SHORT_TEXT = 128;

  private final InputStream in;
  private final List<String> names = new ArrayList<>();
  // What a text is made of, until it is one.
  private byte[] utf8 = new byte[0];
  // Texts with their lengths, as they were written.
  private byte[] gathered = new byte[0];
  private int gatheredSize;
  private String[] lastNames = new String[0];

  WireReader(InputStream in) {
    this.in = in;
  }

  long number() throws IOException {
    return VarInt.decodeLong(in);
  }

  int size() throws IOException {
    return Math.toIntExact(number());
  }

  boolean flag() throws IOException {
    return octet() != 0;
  }

  byte[] bytes() throws IOException {
    byte[] value = new byte[size()];
    fill(value, 0, value.length);
    return value;
  }

  private void fill(byte[] value, int from, int to) throws IOException {
    int read = from;
    while (read < to) {
      int more = in.read(value, read, to - read);
      if (more < 0) {
        throw new EOFException();
      }
      read += more;
    }
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  String text() throws IOException {
    int size = size();
    if (size > utf8.length) {
      utf8 = new byte[Math.max(size, SHORT_TEXT)];
    }
    fill(utf8, 0, size);
    return new String(utf8, 0, size, StandardCharsets.UTF_8);
  }

  /** Reads a text that stays as it was written; see {@link #gathered}. */
  void gatherText() throws IOException {
    // By hand: VarInt into a ByteArrayOutputStream took a sixth longer for a packet.
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = octet();
      makeRoom(1);
      gathered[gatheredSize++] = (byte) part;
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part > 0x7F);
    makeRoom(length);
    fill(gathered, gatheredSize, gatheredSize + length);
    gatheredSize += length;
  }

  private void makeRoom(int bytes) {
    if (bytes > gathered.length - gatheredSize) {
      int most = Math.max(gatheredSize + bytes, 2 * gathered.length);
      gathered = Arrays.copyOf(gathered, Math.max(most, SHORT_TEXT));
    }
  }

  /** The texts that have been gathered since it was last asked for, one behind the other. */
  byte[] gathered() {
    byte[] texts = Arrays.copyOf(gathered, gatheredSize);
    gatheredSize = 0;
    return texts;
  }

  /** The same names that were shared last, if these are no others. */
  String[] shared(String[] names) {
    if (!Arrays.equals(names, lastNames)) {
      lastNames = names;
    }
    return lastNames;
  }

  String name() throws IOException {
    int number = size();
    if (number > 0) {
      return names.get(number - 1);
    }
    String value = text();
    names.add(value);
    return value;
  }

  Instant instant() throws IOException {
    long second = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      second = second << Byte.SIZE | octet();
    }
    Instant read = Instant.ofEpochSecond(second, number());
    // "No time" is kept with every record of a file: one object for all of them.
    return read.equals(Instant.MIN) ? Instant.MIN : read;
  }

  List<String> texts() throws IOException {
    int size = size();
    List<String> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(text());
    }
    return values;
  }

  List<Long> numbers() throws IOException {
    int size = size();
    List<Long> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(number());
    }
    return values;
  }
}
