package io.muster.pipelines.kafka;

import java.io.IOException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.joda.time.Instant;

/**
 * KafkaIO's reader, but for the source that it reads: a checkpoint keeps what a reader calls its
 * source, and KafkaIO's would name its own part, which doesn't grow.
 */
final class PartReader<T> extends UnboundedReader<T> {

  private final UnboundedSource<T, ?> part;
  private final UnboundedReader<T> reader;

  PartReader(UnboundedSource<T, ?> part, UnboundedReader<T> reader) {
    this.part = part;
    this.reader = reader;
  }

  @Override
  public UnboundedSource<T, ?> getCurrentSource() {
    return part;
  }

  @Override
  public boolean start() throws IOException {
    return reader.start();
  }

  @Override
  public boolean advance() throws IOException {
    return reader.advance();
  }

  @Override
  public T getCurrent() {
    return reader.getCurrent();
  }

  @Override
  public Instant getCurrentTimestamp() {
    return reader.getCurrentTimestamp();
  }

  @Override
  public byte[] getCurrentRecordId() {
    return reader.getCurrentRecordId();
  }

  @Override
  public byte[] getCurrentRecordOffset() {
    return reader.getCurrentRecordOffset();
  }

  @Override
  public Instant getWatermark() {
    return reader.getWatermark();
  }

  @Override
  public CheckpointMark getCheckpointMark() {
    return reader.getCheckpointMark();
  }

  @Override
  public long getSplitBacklogBytes() {
    return reader.getSplitBacklogBytes();
  }

  @Override
  public long getTotalBacklogBytes() {
    return reader.getTotalBacklogBytes();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
