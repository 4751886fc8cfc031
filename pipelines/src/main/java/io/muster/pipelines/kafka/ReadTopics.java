package io.muster.pipelines.kafka;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
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
        .apply(
            "KafkaIO",
            KafkaIO.<byte[], byte[]>read()
                .withBootstrapServers(clients.input().cluster().brokers())
                .withTopics(clients.input().topics())
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withConsumerConfigUpdates(clients.visible())
                .withConsumerFactoryFn(clients)
                .withProcessingTime())
        .apply("Records", ParDo.of(new RecordFn()))
        .setCoder(SourceRecordCoder.of());
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
