package io.muster.coders;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.util.VarInt;

/**
 * Writes values one after the other. A string that is written with {@link #name} is written once
 * and then by its number.
 */
final class WireWriter {

  private final DataOutputStream out;
  private final Map<String, Integer> names = new HashMap<>();

  WireWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  void number(long value) throws IOException {
    VarInt.encode(value, out);
  }

  void flag(boolean value) throws IOException {
    out.writeBoolean(value);
  }

  void bytes(byte[] value) throws IOException {
    number(value.length);
    out.write(value);
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
    out.writeLong(value.getEpochSecond());
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
    out.flush();
  }
}
