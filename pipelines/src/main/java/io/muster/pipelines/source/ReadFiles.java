package io.muster.pipelines.source;

import io.muster.model.SourceRecord;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** Reads files of any format, by their names: JSON Lines, Avro and Parquet. */
public final class ReadFiles extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  /**
   * About so many bytes of a file are read at once. Ranges go to the readers in turn: small ones,
   * so that each reader gets about as much, and no checkpoint waits long for one.
   */
  public static final long RANGE_BYTES = 4L << 20;

  private final List<InputFile> files;
  private final long rangeBytes;

  private ReadFiles(List<InputFile> files, long rangeBytes) {
    this.files = List.copyOf(files);
    this.rangeBytes = rangeBytes;
  }

  /** Of files that {@link InputFiles} has found. */
  public static ReadFiles of(List<InputFile> files) {
    return new ReadFiles(files, RANGE_BYTES);
  }

  /** The same, with files cut after about so many bytes where they can be. */
  public ReadFiles inRangesOf(long bytes) {
    return new ReadFiles(files, bytes);
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    List<InputFile> lines =
        files.stream().filter(file -> file.format() == FileFormat.JSON_LINES).toList();
    List<InputFile> records =
        files.stream().filter(file -> file.format() != FileFormat.JSON_LINES).toList();
    PCollection<SourceRecord> ofLines =
        begin.apply("Lines", ReadJsonLines.of(lines).inRangesOf(rangeBytes));
    return records.isEmpty()
        ? ofLines
        : PCollectionList.of(ofLines)
            .and(begin.apply("Records", ReadRecords.of(records).inRangesOf(rangeBytes)))
            .apply("All", Flatten.pCollections());
  }
}
