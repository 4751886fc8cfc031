package io.muster.pipelines.source;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file, by the library that Beam's ParquetIO is made of. Not by that itself, which does
 * not tell a record's number, and that is what decides between changes of one time.
 */
final class ParquetFile implements RecordFile {

  private final Source source;
  private final Closer readers = Closer.create();

  private ParquetFile(Source source) {
    this.source = source;
  }

  static ParquetFile open(String path) {
    return new ParquetFile(new Source(path));
  }

  /** By row groups, as the writer has made them; their sizes are at the file's end. */
  @Override
  public List<FileRange> split(String path, long bytes) throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    long firstRecord = 1;
    long start = 0;
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader file = ParquetFileReader.open(source, options)) {
      List<BlockMetaData> groups = file.getRowGroups();
      for (int i = 0; i < groups.size(); i++) {
        boolean last = i + 1 == groups.size();
        long end = last ? Long.MAX_VALUE : groups.get(i + 1).getStartingPos();
        ranges.add(new FileRange(path, start, end, firstRecord));
        start = end;
        firstRecord += groups.get(i).getRowCount();
      }
    }
    return ranges;
  }

  /** Of the row groups whose middle is within the range. */
  @Override
  public Reader read(FileRange range) throws IOException {
    ParquetReader<Group> reader =
        readers.register(new Rows(source).withFileRange(range.start(), range.end()).build());
    ParquetJson json = new ParquetJson();
    return () -> {
      Group row = reader.read();
      return row == null ? null : json.write(row);
    };
  }

  /** Reads rows as the file's own schema has them. */
  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  @Override
  public void close() throws IOException {
    readers.close();
  }

  /** A file as Parquet opens it. */
  private record Source(String path) implements InputFile {

    @Override
    public long getLength() throws IOException {
      try (SeekableByteChannel channel = SeekableFile.open(path)) {
        return channel.size();
      }
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return new Stream(SeekableFile.open(path));
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** A channel as Parquet reads it. */
  private static final class Stream extends DelegatingSeekableInputStream {
    private final SeekableByteChannel channel;

    Stream(SeekableByteChannel channel) {
      super(Channels.newInputStream(channel));
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }
  }
}
