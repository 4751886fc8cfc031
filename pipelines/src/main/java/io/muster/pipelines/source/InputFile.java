package io.muster.pipelines.source;

import java.io.Serializable;
import org.apache.beam.sdk.io.Compression;

/**
 * A file to read.
 *
 * @param path as its Beam filesystem names it
 * @param size in bytes
 * @param seekable whether reading can start anywhere at little cost
 */
public record InputFile(String path, long size, boolean seekable) implements Serializable {

  /** How it is compressed, by its name. */
  Compression compression() {
    return Compression.detect(path);
  }

  FileFormat format() {
    return FileFormat.of(path);
  }

  boolean canBeSplit() {
    return seekable && compression() == Compression.UNCOMPRESSED;
  }
}
