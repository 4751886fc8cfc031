package io.muster.pipelines.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A file of records with a schema, open. Besides {@link IOException}s, the libraries throw runtime
 * exceptions for what is damaged.
 */
interface RecordFile extends Closeable {

  /**
   * Parts of the file that can be read on their own, in its order.
   *
   * @param bytes about how large each is to be, where the format leaves a choice
   */
  List<FileRange> split(String path, long bytes) throws IOException;

  /** Reads a part's records; the file may be read by one reader only. */
  Reader read(FileRange range) throws IOException;

  /** Reads records in their order. */
  @FunctionalInterface
  interface Reader {

    /** The next one as a line of JSON, or null at the part's end. */
    byte[] next() throws IOException;
  }
}
