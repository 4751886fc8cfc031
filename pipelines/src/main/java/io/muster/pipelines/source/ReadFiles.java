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

  private final List<InputFile> files;

  private ReadFiles(List<InputFile> files) {
    this.files = List.copyOf(files);
  }

  /** Of files that {@link InputFiles} has found. */
  public static ReadFiles of(List<InputFile> files) {
    return new ReadFiles(files);
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    List<InputFile> lines =
        files.stream().filter(file -> file.format() == FileFormat.JSON_LINES).toList();
    List<InputFile> records =
        files.stream().filter(file -> file.format() != FileFormat.JSON_LINES).toList();
    PCollection<SourceRecord> ofLines = begin.apply("Lines", ReadJsonLines.of(lines));
    return records.isEmpty()
        ? ofLines
        : PCollectionList.of(ofLines)
            .and(begin.apply("Records", ReadRecords.of(records)))
            .apply("All", Flatten.pCollections());
  }
}
