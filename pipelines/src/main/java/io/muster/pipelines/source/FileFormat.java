package io.muster.pipelines.source;

import java.io.IOException;
import java.util.Locale;

/** What is in a file of input, by its name. */
enum FileFormat {
  JSON_LINES,
  AVRO,
  PARQUET;

  /** The format of a file; what has no other name is lines. */
  static FileFormat of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return PARQUET;
    }
    return name.endsWith(".avro") ? AVRO : JSON_LINES;
  }

  /**
   * Opens a file of records with a schema.
   *
   * @throws IllegalStateException for lines
   */
  RecordFile open(String path) throws IOException {
    return switch (this) {
      case AVRO -> AvroFile.open(path);
      case PARQUET -> ParquetFile.open(path);
      case JSON_LINES -> throw new IllegalStateException("lines have no schema: " + path);
    };
  }
}
