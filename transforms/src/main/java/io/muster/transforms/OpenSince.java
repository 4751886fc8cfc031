package io.muster.transforms;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * Since when the oldest open change of a connection has been open, at least: what was read before
 * is decided. Changes are told apart in two generations only, so that it costs a few numbers
 * however much is open: once all of the older one are decided, the younger one takes its place.
 *
 * <p>Times are when changes were read, in epoch milliseconds; ids rise.
 */
final class OpenSince {

  /** Nothing is open. */
  static final long NEVER = Long.MAX_VALUE;

  private long newest;
  private long boundary;
  private long older;
  private long olderSince = NEVER;
  private long youngerSince = NEVER;

  /** Changes come that were read then or later. */
  void arrive(long readAt) {
    youngerSince = Math.min(youngerSince, readAt);
  }

  /** A change is open. */
  void opened(long id) {
    newest = Math.max(newest, id);
  }

  /**
   * A change that was open when the last step ended, or has been opened in this one, is decided.
   */
  void decided(long id) {
    if (id <= boundary) {
      older--;
    }
  }

  /**
   * Ends a step.
   *
   * @param pending how many changes are open now
   * @return when the oldest of them was read, or earlier; {@link #NEVER} when none is open
   */
  long settle(long pending) {
    if (pending == 0) {
      older = 0;
      olderSince = NEVER;
      youngerSince = NEVER;
      boundary = newest;
    } else if (older <= 0) {
      older = pending;
      olderSince = youngerSince;
      youngerSince = NEVER;
      boundary = newest;
    }
    return Math.min(olderSince, youngerSince);
  }

  /** The numbers, behind a byte that tells their format. */
  static final class Coder extends CustomCoder<OpenSince> {
    private static final long serialVersionUID = 1L;

    private static final int FORMAT = 1;

    private Coder() {}

    static Coder of() {
      return new Coder();
    }

    @Override
    public void encode(OpenSince value, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeByte(FORMAT);
      out.writeLong(value.newest);
      out.writeLong(value.boundary);
      out.writeLong(value.older);
      out.writeLong(value.olderSince);
      out.writeLong(value.youngerSince);
      out.flush();
    }

    @Override
    public OpenSince decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IOException("the state is of format " + format + ", this Muster reads " + FORMAT);
      }
      OpenSince value = new OpenSince();
      value.newest = in.readLong();
      value.boundary = in.readLong();
      value.older = in.readLong();
      value.olderSince = in.readLong();
      value.youngerSince = in.readLong();
      return value;
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Coder;
    }

    @Override
    public int hashCode() {
      return Coder.class.hashCode();
    }
  }
}
