package io.muster.pipelines.kafka;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics for ever. A record's time in the pipeline is when it was read, so that the watermark
 * tells what is done with and an idle partition holds nothing up; its own time travels in it.
 */
public final class ReadTopics extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  private final KafkaClients clients;

  public ReadTopics(KafkaClients clients) {
    this.clients = clients;
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    return begin
        .apply("KafkaIO", new SourceOfKafkaIO(clients))
        .apply("Records", ParDo.of(new RecordFn()))
        .setCoder(SourceRecordCoder.of());
  }

  /** How KafkaIO reads, but for what; its records are bytes, and have the time of their reading. */
  static KafkaIO.Read<byte[], byte[]> read(KafkaClients clients) {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(clients.input().cluster().brokers())
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withConsumerConfigUpdates(clients.visible())
        .withConsumerFactoryFn(clients)
        .withProcessingTime();
  }

  /**
   * In the steps, and under the names, that KafkaIO would give them: these are the source's address
   * in a savepoint, and there are savepoints that KafkaIO's own source has left.
   */
  private static final class SourceOfKafkaIO
      extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
    private static final long serialVersionUID = 1L;

    private final KafkaClients clients;

    SourceOfKafkaIO(KafkaClients clients) {
      this.clients = clients;
    }

    @Override
    public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
      return begin.apply("KafkaIO.Read.ReadFromKafkaViaUnbounded", new UnboundedSteps(clients));
    }
  }

  private static final class UnboundedSteps
      extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
    private static final long serialVersionUID = 1L;

    private final KafkaClients clients;

    UnboundedSteps(KafkaClients clients) {
      this.clients = clients;
    }

    @Override
    public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
      return begin.apply("Read(KafkaUnboundedSource)", Read.from(GrowingTopics.of(clients)));
    }
  }

  private static final class RecordFn extends DoFn<KafkaRecord<byte[], byte[]>, SourceRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> record, OutputReceiver<SourceRecord> out) {
      KafkaRecords.of(
              record.getTopic(),
              record.getPartition(),
              record.getOffset(),
              record.getKV().getKey(),
              record.getKV().getValue(),
              record.getTimestamp(),
              RecordParser.MAX_BYTES)
          .ifPresent(out::output);
    }
  }
}
