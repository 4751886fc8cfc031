package io.muster.pipelines.source;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import io.muster.pipelines.files.BeamChannels;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the lines of files as records that know their file and line. Large plain files are read in
 * ranges at once, after a first pass that only counts lines; compressed ones are read in one go.
 */
public final class ReadJsonLines extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  private final List<InputFile> files;
  private final long rangeBytes;
  private final int largest;

  private ReadJsonLines(List<InputFile> files, long rangeBytes, int largest) {
    this.files = List.copyOf(files);
    this.rangeBytes = rangeBytes;
    this.largest = largest;
  }

  /** Of files that {@link InputFiles} has found. */
  public static ReadJsonLines of(List<InputFile> files) {
    return new ReadJsonLines(files, ReadFiles.RANGE_BYTES, RecordParser.MAX_BYTES);
  }

  /** The same, where lines of up to so many bytes are whole. */
  public ReadJsonLines upTo(int bytes) {
    return new ReadJsonLines(files, rangeBytes, bytes);
  }

  /** The same, with plain files cut at the first line end after so many bytes. */
  public ReadJsonLines inRangesOf(long bytes) {
    return new ReadJsonLines(files, bytes, largest);
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(InputFile.class)))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("Split", ParDo.of(new SplitFn(rangeBytes)))
        .setCoder(new FileRangeCoder())
        .apply("SpreadRanges", Reshuffle.viaRandomKey())
        .apply("ReadLines", ParDo.of(new ReadLinesFn(largest)))
        .setCoder(SourceRecordCoder.of());
  }

  static UnreadableInputException unreadable(String path, long line, IOException e) {
    boolean compressed = Compression.detect(path) != Compression.UNCOMPRESSED;
    String reason =
        compressed
            ? "the compressed data is cut off or damaged"
            : e.getClass().getSimpleName() + " " + e.getMessage();
    return new UnreadableInputException(
        "input %s: %s after line %d; write the file again and repeat the run"
            .formatted(path, reason, line),
        e);
  }

  /** Cuts a plain file at line ends, counting lines as it goes. */
  static final class SplitFn extends DoFn<InputFile, FileRange> {
    private static final long serialVersionUID = 1L;

    private static final int BUFFER = 1 << 20;

    private final long rangeBytes;

    SplitFn(long rangeBytes) {
      this.rangeBytes = rangeBytes;
    }

    @ProcessElement
    public void process(@Element InputFile file, OutputReceiver<FileRange> out) {
      // A large one's end is known even where it is one range: it must not become shorter.
      if (!file.canBeSplit() || file.size() <= Math.min(rangeBytes, ReadFiles.RANGE_BYTES)) {
        out.output(new FileRange(file.path(), 0, Long.MAX_VALUE, 1));
        return;
      }
      long start = 0;
      long position = 0;
      long line = 1;
      long firstLine = 1;
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = open(file.path(), 0)) {
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
          for (int i = 0; i < read; i++) {
            if (buffer[i] != '\n') {
              continue;
            }
            line++;
            long next = position + i + 1;
            if (next - start >= rangeBytes) {
              out.output(new FileRange(file.path(), start, next, firstLine));
              start = next;
              firstLine = line;
            }
          }
          position += read;
        }
      } catch (IOException e) {
        throw unreadable(file.path(), line, e);
      }
      if (start < position) {
        out.output(new FileRange(file.path(), start, position, firstLine));
      }
    }
  }

  static InputStream open(String path, long start) throws IOException {
    ReadableByteChannel channel = BeamChannels.open(path);
    try {
      if (start > 0) {
        ((SeekableByteChannel) channel).position(start);
      }
      Compression compression = Compression.detect(path);
      return new BufferedInputStream(
          compression == Compression.ZIP
              ? WholeZip.of(channel)
              : Channels.newInputStream(compression.readDecompressed(channel)));
    } catch (IOException | RuntimeException e) {
      channel.close(); // what is compressed may be damaged from its first bytes on
      throw e;
    }
  }

  /** Reads a range's lines. */
  static final class ReadLinesFn extends DoFn<FileRange, SourceRecord> {
    private static final long serialVersionUID = 1L;

    private final int largest;

    ReadLinesFn(int largest) {
      this.largest = largest;
    }

    @ProcessElement
    public void process(@Element FileRange range, OutputReceiver<SourceRecord> out) {
      long line = range.firstLine();
      long length = range.end() - range.start();
      try (InputStream in = open(range.path(), range.start())) {
        LineReader lines = new LineReader(in, largest);
        while (lines.consumed() < length) {
          byte[] bytes = lines.next();
          if (bytes == null) {
            if (range.end() == Long.MAX_VALUE) {
              return;
            }
            throw new EOFException("the file has become shorter since its lines were counted");
          }
          out.output(SourceRecord.ofFile(new SourcePosition(range.path(), line), bytes));
          line++;
        }
      } catch (IOException e) {
        throw unreadable(range.path(), line - 1, e);
      }
    }
  }
}
