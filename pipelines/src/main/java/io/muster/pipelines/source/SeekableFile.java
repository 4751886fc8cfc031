package io.muster.pipelines.source;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;

/** Files of Beam's filesystems that are read here and there. */
final class SeekableFile {

  private SeekableFile() {}

  /**
   * Opens it.
   *
   * @throws IOException also when its filesystem only reads from the beginning
   */
  static SeekableByteChannel open(String path) throws IOException {
    ReadableByteChannel channel = FileSystems.open(FileSystems.matchNewResource(path, false));
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("its filesystem reads from the beginning only; copy it to another");
  }
}
