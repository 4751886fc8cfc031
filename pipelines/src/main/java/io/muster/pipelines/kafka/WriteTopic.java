package io.muster.pipelines.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Instant;

/**
 * Writes lines to a topic, each bundle's before the bundle ends: no checkpoint and no watermark is
 * ahead of what the brokers have. KafkaIO's sink flushes likewise, but nothing comes out of it, so
 * that nobody could wait for what it has written. A restart may write a line twice, and loses none.
 */
public final class WriteTopic
    extends PTransform<PCollection<KV<String, String>>, PCollection<Void>> {
  private static final long serialVersionUID = 1L;

  private final OutputTopic topic;
  private final boolean elementTimes;

  WriteTopic(OutputTopic topic) {
    this(topic, false);
  }

  private WriteTopic(OutputTopic topic, boolean elementTimes) {
    this.topic = topic;
    this.elementTimes = elementTimes;
  }

  /** Gives each record its element's time, and not that of its writing. */
  public WriteTopic withElementTimes() {
    return new WriteTopic(topic, true);
  }

  /** Codes a line behind its key, which may be null. */
  public static Coder<KV<String, String>> coder() {
    return KvCoder.of(NullableCoder.of(StringUtf8Coder.of()), StringUtf8Coder.of());
  }

  /** Nothing comes out; its watermark says what has been written. */
  @Override
  public PCollection<Void> expand(PCollection<KV<String, String>> lines) {
    return lines.apply("Send", ParDo.of(new SendFn(topic, elementTimes)));
  }

  private static final class SendFn extends DoFn<KV<String, String>, Void> {
    private static final long serialVersionUID = 1L;

    private final OutputTopic topic;
    private final boolean elementTimes;
    private transient Producer<String, String> producer;

    /** The first of the bundle; Kafka's own thread tells it. */
    private transient AtomicReference<Exception> failure;

    SendFn(OutputTopic topic, boolean elementTimes) {
      this.topic = topic;
      this.elementTimes = elementTimes;
    }

    @Setup
    public void setup() {
      producer = topic.open();
    }

    @StartBundle
    public void start() {
      failure = new AtomicReference<>();
    }

    @ProcessElement
    public void process(@Element KV<String, String> line, @Timestamp Instant time) {
      AtomicReference<Exception> bundle = failure;
      failIfAny();
      try {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic.name(),
                    null,
                    elementTimes ? time.getMillis() : null,
                    line.getKey(),
                    line.getValue()),
                (RecordMetadata written, Exception e) -> bundle.compareAndSet(null, e));
      } catch (KafkaException e) {
        throw topic.unwritten(e);
      }
    }

    @FinishBundle
    public void finish() {
      producer.flush();
      failIfAny();
    }

    private void failIfAny() {
      if (failure.get() != null) {
        throw topic.unwritten(failure.get());
      }
    }

    @Teardown
    public void teardown() {
      if (producer != null) {
        // What no bundle has flushed comes again.
        producer.close(Duration.ZERO);
        producer = null;
      }
    }
  }
}
