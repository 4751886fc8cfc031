package io.muster.pipelines.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.apache.beam.sdk.io.Compression;

/**
 * What the entries of a zip archive hold, one after the other. Java's own stream takes an archive
 * that breaks off between two entries, or at the head of one, for whole; here its end must be
 * there.
 */
final class WholeZip extends FilterInputStream {

  private final Archive archive;

  private WholeZip(InputStream entries, Archive archive) {
    super(entries);
    this.archive = archive;
  }

  /** Of an archive's bytes; closes them. */
  static WholeZip of(ReadableByteChannel channel) throws IOException {
    Archive archive = new Archive(Channels.newInputStream(channel));
    ReadableByteChannel entries = Compression.ZIP.readDecompressed(Channels.newChannel(archive));
    return new WholeZip(Channels.newInputStream(entries), archive);
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read < 0) {
      archive.requireEnd();
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0) {
      archive.requireEnd();
    }
    return read;
  }

  /** The archive's own bytes, among which the record at its end is looked for. */
  private static final class Archive extends FilterInputStream {

    /** Of the record at the end: {@code PK}, 5, 6. */
    private static final int END = 0x504B0506;

    private static final int BUFFER = 64 << 10;

    private int last;
    private boolean ended;

    Archive(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        take((byte) read);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      for (int i = 0; i < read; i++) {
        take(bytes[offset + i]);
      }
      return read;
    }

    private void take(byte next) {
      last = last << 8 | next & 0xFF;
      ended |= last == END;
    }

    /** Reads what the entries are followed by. */
    void requireEnd() throws IOException {
      byte[] rest = new byte[BUFFER];
      int read = 0;
      while (read >= 0) {
        read = read(rest, 0, rest.length);
      }
      if (!ended) {
        throw new EOFException("the archive breaks off");
      }
    }
  }
}
