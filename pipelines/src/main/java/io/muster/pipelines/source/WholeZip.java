package io.muster.pipelines.source;

import io.muster.pipelines.files.Hidden;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The lines of a zip archive's entries, one entry after the other; hidden ones, which macOS adds
 * for itself, are passed over. Java's own stream takes an archive that breaks off between two
 * entries, or at the head of one, for whole; here its end must be there.
 */
final class WholeZip extends InputStream {

  private final Archive archive;
  private final ZipInputStream entries;
  private boolean inEntry;
  private int last = '\n';

  private WholeZip(Archive archive) {
    this.archive = archive;
    this.entries = new ZipInputStream(archive);
  }

  /** Of an archive's bytes; closes them. */
  static WholeZip of(ReadableByteChannel channel) {
    return new WholeZip(new Archive(Channels.newInputStream(channel)));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inEntry || beginEntry()) {
      int read = entries.read(bytes, offset, length);
      if (read > 0) {
        last = bytes[offset + read - 1];
        return read;
      }
      inEntry = false;
      if (last != '\n') {
        // Or the next one's first line would go on where this one's last line stops.
        last = bytes[offset] = '\n';
        return 1;
      }
    }
    return -1;
  }

  private boolean beginEntry() throws IOException {
    ZipEntry entry = entries.getNextEntry();
    while (entry != null && Hidden.isPartOf(entry.getName())) {
      entry = entries.getNextEntry();
    }
    if (entry == null) {
      archive.requireEnd();
    }
    inEntry = entry != null;
    return inEntry;
  }

  @Override
  public void close() throws IOException {
    entries.close();
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
      last = (last << 8) | (next & 0xFF);
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
