package io.muster.pipelines.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The bytes of a file on any filesystem of Beam's. Some of them tell of a fault by an unchecked
 * exception of their SDK, and S3's of a missing file too: here each is an {@link IOException}.
 */
public final class BeamChannels {

  private static final String LOCAL = "file";

  private BeamChannels() {}

  /**
   * Opens a file to be read; where its filesystem can read from anywhere, what is returned is a
   * {@link SeekableByteChannel}.
   *
   * @param path taken literally
   * @throws FileNotFoundException or {@link java.nio.file.NoSuchFileException} where there is none
   */
  public static ReadableByteChannel open(String path) throws IOException {
    return open(FileSystems.matchNewResource(path, false));
  }

  static ReadableByteChannel open(ResourceId file) throws IOException {
    if (file.getScheme().equals(LOCAL)) {
      return FileSystems.open(file);
    }
    try {
      ReadableByteChannel channel = FileSystems.open(file);
      return channel instanceof SeekableByteChannel seekable
          ? new Seekable(seekable)
          : new Readable(channel);
    } catch (RuntimeException e) {
      if (FileTree.of(file.toString()).file(file.toString()).isEmpty()) {
        throw missing(file, e);
      }
      throw failure(e);
    }
  }

  /** Begins a file anew. */
  static WritableByteChannel create(ResourceId file, String type) throws IOException {
    return file.getScheme().equals(LOCAL)
        ? FileSystems.create(file, type)
        : new Writable(checked(() -> FileSystems.create(file, type)));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T checked(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private static IOException missing(ResourceId file, RuntimeException cause) {
    FileNotFoundException missing = new FileNotFoundException(file.toString());
    missing.initCause(cause);
    return missing;
  }

  private static IOException failure(RuntimeException e) {
    return new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
  }

  private static class Checked<C extends Channel> implements Channel {
    final C channel;

    Checked(C channel) {
      this.channel = channel;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      checked(
          () -> {
            channel.close();
            return null;
          });
    }
  }

  private static final class Readable extends Checked<ReadableByteChannel>
      implements ReadableByteChannel {

    Readable(ReadableByteChannel channel) {
      super(channel);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return checked(() -> channel.read(to));
    }
  }

  private static final class Writable extends Checked<WritableByteChannel>
      implements WritableByteChannel {

    Writable(WritableByteChannel channel) {
      super(channel);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return checked(() -> channel.write(from));
    }
  }

  private static final class Seekable extends Checked<SeekableByteChannel>
      implements SeekableByteChannel {

    Seekable(SeekableByteChannel channel) {
      super(channel);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return checked(() -> channel.read(to));
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return checked(() -> channel.write(from));
    }

    @Override
    public long position() throws IOException {
      return checked(channel::position);
    }

    @Override
    public SeekableByteChannel position(long next) throws IOException {
      checked(() -> channel.position(next));
      return this;
    }

    @Override
    public long size() throws IOException {
      return checked(channel::size);
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      checked(() -> channel.truncate(size));
      return this;
    }
  }
}
