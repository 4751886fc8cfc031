package io.muster.pipelines.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * An Avro object container file. Not by Beam's AvroIO, which does not tell a record's number, and
 * that is what decides between changes of one time.
 */
final class AvroFile implements RecordFile {

  private final DataFileReader<GenericRecord> reader;

  private AvroFile(DataFileReader<GenericRecord> reader) {
    this.reader = reader;
  }

  static AvroFile open(String path) throws IOException {
    Channel input = new Channel(SeekableFile.open(path));
    try {
      return new AvroFile(new DataFileReader<>(input, new GenericDatumReader<>()));
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Counts the blocks' records, and decodes none of them. */
  @Override
  public List<FileRange> split(String path, long bytes) throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    long record = 1;
    long firstRecord = 1;
    long start = reader.previousSync();
    while (reader.hasNext()) {
      record += reader.getBlockCount();
      reader.nextBlock();
      // Where the block behind it begins.
      long next = reader.previousSync();
      if (next - start >= bytes) {
        ranges.add(new FileRange(path, start, next, firstRecord));
        start = next;
        firstRecord = record;
      }
    }
    if (record > firstRecord || ranges.isEmpty()) {
      ranges.add(new FileRange(path, start, Long.MAX_VALUE, firstRecord));
    }
    return ranges;
  }

  @Override
  public Reader read(FileRange range) throws IOException {
    if (range.start() > 0) {
      reader.seek(range.start());
    }
    AvroJson json = new AvroJson();
    return () ->
        reader.previousSync() < range.end() && reader.hasNext() ? json.write(reader.next()) : null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** A channel as Avro reads it. */
  private record Channel(SeekableByteChannel channel) implements SeekableInput {

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public long tell() throws IOException {
      return channel.position();
    }

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
