package io.muster.coders;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;

/** Reads what a {@link WireWriter} wrote. */
final class WireReader {

  private final InputStream in;
  private final List<String> names = new ArrayList<>();

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
    int read = 0;
    while (read < value.length) {
      int more = in.read(value, read, value.length - read);
      if (more < 0) {
        throw new EOFException();
      }
      read += more;
    }
    return value;
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
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
    return Instant.ofEpochSecond(second, number());
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
