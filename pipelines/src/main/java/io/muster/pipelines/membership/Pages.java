package io.muster.pipelines.membership;

import io.muster.coders.MembershipPageCoder;
import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog.Page;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Pages of notes in a file, one after the other, each behind its list's name and length, so that
 * those of other lists can be passed over, and with a checksum.
 */
final class Pages {

  private static final int FORMAT = 1;
  private static final int BUFFER = 1 << 16;

  private Pages() {}

  /** Writes pages. */
  static final class Writer implements Closeable {
    private final DataOutputStream out;
    private final MembershipPageCoder coder = MembershipPageCoder.of();
    // As large as the largest page, and used for each.
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
    private long bytes;

    Writer(OutputStream out) throws IOException {
      this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
      this.out.writeByte(FORMAT);
    }

    void write(Page page) throws IOException {
      body.reset();
      coder.encode(page, body);
      CheckedOutputStream checked =
          new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
      body.writeTo(checked);
      writeText(page.list().dataflow());
      writeText(page.list().audience());
      out.writeInt(body.size());
      out.writeInt((int) checked.getChecksum().getValue());
      body.writeTo(out);
      bytes += body.size();
    }

    private void writeText(String text) throws IOException {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(encoded.length);
      out.write(encoded);
    }

    /** How many bytes the pages have so far. */
    long bytes() {
      return bytes;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Decides which lists' pages are read. */
  @FunctionalInterface
  interface Filter {
    boolean wants(ListRef list);
  }

  /** Is shown pages. */
  @FunctionalInterface
  interface PageReader {
    void read(Page page) throws IOException;
  }

  /** Reads a file's pages, once. */
  static final class Reader implements Closeable {
    private final DataInputStream in;
    private final Filter filter;
    private final MembershipPageCoder coder = MembershipPageCoder.of();

    Reader(InputStream in, Filter filter) {
      this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
      this.filter = filter;
    }

    /**
     * Shows each page that is wanted. A file that broke off at once holds none.
     *
     * @throws EOFException when the file breaks off
     */
    void each(PageReader reader) throws IOException {
      begin();
      for (Optional<Head> head = next(); head.isPresent(); head = next()) {
        if (filter.wants(head.get().list())) {
          reader.read(body(head.get()));
        } else {
          in.skipNBytes(head.get().length());
        }
      }
    }

    /** Adds up how many bytes the file has of each list, wanted or not. */
    void measure(Map<ListRef, Long> bytes) throws IOException {
      begin();
      for (Optional<Head> head = next(); head.isPresent(); head = next()) {
        bytes.merge(head.get().list(), (long) head.get().length(), Long::sum);
        in.skipNBytes(head.get().length());
      }
    }

    /** What stands before a page. */
    private record Head(ListRef list, int length, int check) {}

    /** Of a file that broke off at once there is nothing to see, and no page follows. */
    private void begin() throws IOException {
      int format = in.read();
      if (format > FORMAT) {
        throw new IOException("it is of format " + format + ", this Muster reads " + FORMAT);
      }
    }

    private Optional<Head> next() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return Optional.empty();
      }
      in.reset();
      return Optional.of(new Head(new ListRef(readText(), readText()), in.readInt(), in.readInt()));
    }

    private Page body(Head head) throws IOException {
      byte[] encoded = in.readNBytes(head.length());
      if (encoded.length < head.length()) {
        throw new EOFException("it breaks off");
      }
      CRC32 found = new CRC32();
      found.update(encoded);
      if ((int) found.getValue() != head.check()) {
        throw new IOException("it is damaged: a page's checksum does not fit");
      }
      return coder.decode(new ByteArrayInputStream(encoded));
    }

    private String readText() throws IOException {
      int length = in.readInt();
      byte[] encoded = in.readNBytes(length);
      if (encoded.length < length) {
        throw new EOFException("it breaks off");
      }
      return new String(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
