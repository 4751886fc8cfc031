package io.muster.pipelines.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What a run has to know of its topics before it begins, and says of them when it has ended. */
public final class KafkaTopics {

  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long RANGE = 50_000;

  private final KafkaClients clients;

  public KafkaTopics(KafkaClients clients) {
    this.clients = clients;
  }

  /**
   * Makes sure that the brokers answer and have all topics.
   *
   * @throws KafkaConfigException when not; the message says the mend
   */
  public void check() {
    try (Consumer<byte[], byte[]> consumer = clients.open()) {
      partitions(clients, consumer);
    } catch (KafkaException e) {
      throw clients.settings().unreachable(e);
    }
  }

  /**
   * All that there is to read now, from where the run is to begin.
   *
   * @throws KafkaConfigException when the brokers don't answer or lack a topic
   */
  public Snapshot snapshot() {
    try (Consumer<byte[], byte[]> consumer = clients.apply(clients.visible())) {
      List<TopicPartition> partitions = partitions(clients, consumer);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
      List<OffsetRange> ranges = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        long end = ends.get(partition);
        for (long start = consumer.position(partition, PATIENCE); start < end; start += RANGE) {
          ranges.add(
              new OffsetRange(
                  partition.topic(), partition.partition(), start, Math.min(end, start + RANGE)));
        }
      }
      return new Snapshot(clients, ranges);
    } catch (KafkaException e) {
      throw clients.settings().unreachable(e);
    }
  }

  /**
   * The partitions of an input's topics.
   *
   * @throws KafkaConfigException when the brokers lack a topic
   * @throws KafkaException when they don't answer
   */
  static List<TopicPartition> partitions(KafkaClients clients, Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : clients.input().topics()) {
      List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
      if (found == null || found.isEmpty()) {
        throw KafkaConfigException.ofMissingTopic(
            "Kafka topic %s: the brokers at %s have no such topic, or may not show it; check its name and the user's rights"
                .formatted(topic, clients.input().cluster().brokers()));
      }
      found.forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    return partitions;
  }

  /** What the topics held at one moment. */
  public static final class Snapshot {
    private final KafkaClients clients;
    private final List<OffsetRange> ranges;

    private Snapshot(KafkaClients clients, List<OffsetRange> ranges) {
      this.clients = clients;
      this.ranges = ranges;
    }

    /** Reads all of it, and ends. */
    public ReadTopicsToEnd read() {
      return ReadTopicsToEnd.of(clients, ranges);
    }

    /**
     * Tells the group that all of it is done with.
     *
     * @throws KafkaException when the brokers do not take it
     */
    public void commit() {
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      for (OffsetRange range : ranges) {
        ends.merge(
            new TopicPartition(range.topic(), range.partition()),
            new OffsetAndMetadata(range.end()),
            (a, b) -> a.offset() > b.offset() ? a : b);
      }
      if (!ends.isEmpty()) {
        try (Consumer<byte[], byte[]> consumer = clients.open()) {
          consumer.commitSync(ends, PATIENCE);
        }
      }
    }
  }
}
