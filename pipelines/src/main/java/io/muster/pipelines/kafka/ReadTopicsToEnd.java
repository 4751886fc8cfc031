package io.muster.pipelines.kafka;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges of offsets, and ends. Not by KafkaIO: its bounded reads stop by the clock or by
 * count, and its backlog never comes to nothing behind a transaction's marker. A consumer's
 * position does.
 */
public final class ReadTopicsToEnd extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  private final KafkaClients clients;
  private final List<OffsetRange> ranges;
  private final int largest;

  private ReadTopicsToEnd(KafkaClients clients, List<OffsetRange> ranges, int largest) {
    this.clients = clients;
    this.ranges = List.copyOf(ranges);
    this.largest = largest;
  }

  static ReadTopicsToEnd of(KafkaClients clients, List<OffsetRange> ranges) {
    return new ReadTopicsToEnd(clients, ranges, RecordParser.MAX_BYTES);
  }

  /** The same, where values of up to so many bytes are whole. */
  public ReadTopicsToEnd upTo(int bytes) {
    return new ReadTopicsToEnd(clients, ranges, bytes);
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    return begin
        .apply("Ranges", Create.of(ranges).withCoder(SerializableCoder.of(OffsetRange.class)))
        .apply("SpreadRanges", Reshuffle.viaRandomKey())
        .apply("ReadRange", ParDo.of(new ReadRangeFn(clients, largest)))
        .setCoder(SourceRecordCoder.of());
  }

  private static final class ReadRangeFn extends ConsumerFn<OffsetRange, SourceRecord> {
    private static final long serialVersionUID = 1L;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int largest;

    ReadRangeFn(KafkaClients clients, int largest) {
      super(clients);
      this.largest = largest;
    }

    @ProcessElement
    public void process(@Element OffsetRange range, OutputReceiver<SourceRecord> out) {
      TopicPartition partition = new TopicPartition(range.topic(), range.partition());
      Consumer<byte[], byte[]> consumer = consumer();
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.start());
      long position = range.start();
      int idlePolls = 0;
      while (position < range.end()) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
          if (each.offset() < range.end()) {
            KafkaRecords.of(
                    each.topic(),
                    each.partition(),
                    each.offset(),
                    each.key(),
                    each.value(),
                    each.timestamp(),
                    largest)
                .ifPresent(out::output);
          }
        }
        long next = consumer.position(partition, PATIENCE);
        idlePolls = next == position ? idlePolls + 1 : 0;
        if (idlePolls > PATIENCE.toSeconds()) {
          throw new KafkaConfigException(
              "Kafka topic %s: nothing came from partition %d behind offset %d for %d s; see to the brokers and repeat the run"
                  .formatted(range.topic(), range.partition(), position - 1, PATIENCE.toSeconds()));
        }
        position = next;
      }
    }
  }
}
