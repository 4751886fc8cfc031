package io.muster.pipelines.source;

import io.muster.pipelines.files.BeamChannels;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/** Files of Beam's filesystems that are read here and there. */
final class SeekableFile {

  private SeekableFile() {}

  /**
   * Opens it.
   *
   * @throws IOException also when its filesystem only reads from the beginning
   */
  static SeekableByteChannel open(String path) throws IOException {
    ReadableByteChannel channel = BeamChannels.open(path);
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("its filesystem reads from the beginning only; copy it to another");
  }
}
