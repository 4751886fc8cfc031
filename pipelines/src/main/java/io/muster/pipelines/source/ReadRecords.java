package io.muster.pipelines.source;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads Avro and Parquet files as lines of JSON that know their file and record. Large ones are
 * read in several parts at once.
 */
final class ReadRecords extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  private final List<InputFile> files;
  private final long rangeBytes;

  private ReadRecords(List<InputFile> files, long rangeBytes) {
    this.files = List.copyOf(files);
    this.rangeBytes = rangeBytes;
  }

  /** Of files with a schema. */
  static ReadRecords of(List<InputFile> files) {
    return new ReadRecords(files, ReadFiles.RANGE_BYTES);
  }

  /** The same, with files cut after about so many bytes where they can be. */
  ReadRecords inRangesOf(long bytes) {
    return new ReadRecords(files, bytes);
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(InputFile.class)))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("Split", ParDo.of(new SplitFn(rangeBytes)))
        .setCoder(new FileRangeCoder())
        .apply("SpreadRanges", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadFn()))
        .setCoder(SourceRecordCoder.of());
  }

  /** Libraries throw what they will for damaged bytes, and quote them: only its kind is told. */
  static UnreadableInputException unreadable(String path, long record, Exception e) {
    String reason =
        e.getClass() == IOException.class
            ? e.getMessage()
            : "it is no such file, or a damaged one (" + e.getClass().getSimpleName() + ")";
    return new UnreadableInputException(
        "input %s: %s, after record %d; write the file again and repeat the run"
            .formatted(path, reason, record),
        e);
  }

  private static final class SplitFn extends DoFn<InputFile, FileRange> {
    private static final long serialVersionUID = 1L;

    private final long rangeBytes;

    SplitFn(long rangeBytes) {
      this.rangeBytes = rangeBytes;
    }

    @ProcessElement
    public void process(@Element InputFile file, OutputReceiver<FileRange> out) {
      if (file.size() <= rangeBytes) {
        out.output(new FileRange(file.path(), 0, Long.MAX_VALUE, 1));
        return;
      }
      ranges(file).forEach(out::output);
    }

    private List<FileRange> ranges(InputFile file) {
      try (RecordFile open = FileFormat.of(file.path()).open(file.path())) {
        return open.split(file.path(), rangeBytes);
      } catch (IOException | RuntimeException e) {
        throw unreadable(file.path(), 0, e);
      }
    }
  }

  private static final class ReadFn extends DoFn<FileRange, SourceRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element FileRange range, OutputReceiver<SourceRecord> out)
        throws IOException {
      try (Records records = Records.open(range)) {
        for (SourceRecord record = records.next(); record != null; record = records.next()) {
          out.output(record);
        }
      }
    }
  }

  /** A part's records as lines; what is wrong with the file is told in words for people. */
  static final class Records implements AutoCloseable {
    private final FileRange range;
    private final RecordFile file;
    private final RecordFile.Reader reader;
    private long number;

    private Records(FileRange range, RecordFile file, RecordFile.Reader reader) {
      this.range = range;
      this.file = file;
      this.reader = reader;
      this.number = range.firstLine();
    }

    static Records open(FileRange range) {
      try {
        RecordFile file = FileFormat.of(range.path()).open(range.path());
        try {
          return new Records(range, file, file.read(range));
        } catch (IOException | RuntimeException e) {
          file.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        throw unreadable(range.path(), range.firstLine() - 1, e);
      }
    }

    /** The next one, or null at the end. */
    SourceRecord next() {
      try {
        byte[] line = reader.next();
        return line == null
            ? null
            : SourceRecord.ofFile(new SourcePosition(range.path(), number++), line);
      } catch (IOException | RuntimeException e) {
        throw unreadable(range.path(), number - 1, e);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
