package io.muster.pipelines.kafka;

import io.muster.workspace.Secrets;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic that is written to: is looked for before a run begins, and opened where it is written.
 */
public final class OutputTopic implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A dead letter is larger than its record, escaped up to six times: it is compressed, so that a
   * topic which takes the record takes the letter as well.
   */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          "gzip",
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          16 << 20);

  private final String name;
  private final ClientSettings settings;

  public OutputTopic(KafkaOutput output, Secrets secrets) {
    this.name = output.topic();
    this.settings = new ClientSettings(output.cluster(), secrets);
  }

  String name() {
    return name;
  }

  /** Writes lines to it, each with its key or without. */
  public WriteTopic write() {
    return new WriteTopic(this);
  }

  /** A producer whose records are written once all replicas that are in sync have them. */
  Producer<String, String> open() {
    return settings.open(
        DEFAULTS,
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.cluster().brokers(),
            ProducerConfig.ACKS_CONFIG,
            "all"),
        all -> new KafkaProducer<>(all, new StringSerializer(), new StringSerializer()));
  }

  /**
   * Makes sure that the brokers answer and have the topic. A producer would have it made, misspelt
   * or not, where the brokers allow that.
   *
   * @throws KafkaConfigException when not; the message says the mend
   */
  public void check() {
    open().close(Duration.ZERO);
    try (Admin admin = settings.openAdmin()) {
      admin.describeTopics(List.of(name)).allTopicNames().get();
    } catch (ExecutionException e) {
      throw isMissing(e.getCause()) ? missing() : settings.unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw settings.unreachable(e);
    }
  }

  private static boolean isMissing(Throwable e) {
    return e instanceof UnknownTopicOrPartitionException
        || e instanceof TopicAuthorizationException
        || e instanceof InvalidTopicException;
  }

  private KafkaConfigException missing() {
    return KafkaConfigException.ofMissingTopic(
        "Kafka topic %s, which is to be written to: the brokers at %s have no such topic, or may not show it; make it, or check its name and the user's rights"
            .formatted(name, settings.cluster().brokers()));
  }

  /** What a record that was not written says to people. */
  KafkaConfigException unwritten(Exception e) {
    String mend =
        e instanceof RecordTooLargeException
            ? "raise its max.message.bytes"
            : "see to the brokers and to the user's rights";
    return new KafkaConfigException(
        "Kafka topic %s cannot be written (%s): %s, and start the run again"
            .formatted(name, e.getClass().getSimpleName(), mend));
  }
}
