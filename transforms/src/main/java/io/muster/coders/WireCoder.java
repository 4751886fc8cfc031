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

  private final String what;
  private final int format;

  WireCoder(String what, int format) {
    this.what = what;
    this.format = format;
  }

  abstract void write(T value, WireWriter out) throws IOException;

  abstract T read(WireReader in) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    if (value == null) {
      throw new CoderException("cannot encode a null " + what);
    }
    WireWriter writer = new WireWriter(out);
    writer.number(format);
    write(value, writer);
    writer.flush();
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    WireReader reader = new WireReader(in);
    long found = reader.number();
    if (found != format) {
      throw new CoderException(
          "a %s of format %d was written by a later Muster; this one reads format %d"
              .formatted(what, found, format));
    }
    return read(reader);
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
