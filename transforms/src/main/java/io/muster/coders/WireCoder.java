package io.muster.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * A coder that writes its format's number first. Deterministic: equal values have equal bytes.
 *
 * @param <T> what it codes
 */
abstract class WireCoder<T> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  /** What it codes, for people. */
  abstract String what();

  /**
   * The newest format, which is written. A method and not a field: a coder travels with its state
   * in a savepoint, and what an older Muster wrote there must not say what this one reads.
   */
  abstract int format();

  abstract void write(T value, WireWriter out) throws IOException;

  /**
   * Reads a value.
   *
   * @param format in which it was written, from 1 to {@link #format()}
   */
  abstract T read(WireReader in, int format) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    if (value == null) {
      throw new CoderException("cannot encode a null " + what());
    }
    WireWriter writer = new WireWriter(out);
    writer.number(format());
    write(value, writer);
    writer.flush();
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    WireReader reader = new WireReader(in);
    long found = reader.number();
    if (found < 1 || found > format()) {
      throw new CoderException(
          "a %s of format %d was written by a later Muster; this one reads up to format %d"
              .formatted(what(), found, format()));
    }
    return read(reader, (int) found);
  }

  @Override
  public final void verifyDeterministic() {}

  @Override
  public final boolean consistentWithEquals() {
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }
}
