package io.muster.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * A coder that writes its format's number first. Deterministic: equal values have equal bytes.
 *
 * @param <T> what it codes
 */
abstract class WireCoder<T> extends CustomCoder<T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("rawtypes") // the field is the same whatever is coded
  private static final AtomicReferenceFieldUpdater<WireCoder, WireWriter> IDLE =
      AtomicReferenceFieldUpdater.newUpdater(WireCoder.class, WireWriter.class, "idle");

  // Used again, for its buffer: a checkpoint encodes millions of small values. Taken by one thread
  // at a time; null while it is, and before the first.
  @SuppressWarnings("UnusedVariable") // read by its updater
  private transient volatile WireWriter idle;

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
    WireWriter lent = IDLE.getAndSet(this, null);
    WireWriter writer = lent == null ? new WireWriter() : lent;
    writer.begin(out);
    writer.number(format());
    write(value, writer);
    writer.end();
    idle = writer; // not after a failure: nobody knows what is in it then
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
  @SuppressWarnings("EqualsGetClass") // a coder is what its class is
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }
}
