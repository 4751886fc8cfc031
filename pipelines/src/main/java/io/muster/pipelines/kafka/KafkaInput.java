package io.muster.pipelines.kafka;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * What is to be read from Kafka.
 *
 * @param topics each once
 * @param group the consumer group, whose offsets say what is done with
 * @param from where to begin
 * @param untilEnd whether to stop at what the topics hold when the run begins
 */
public record KafkaInput(
    KafkaCluster cluster, List<String> topics, String group, StartFrom from, boolean untilEnd)
    implements Serializable {

  public KafkaInput {
    requireNonNull(cluster, "cluster");
    topics = topics.stream().distinct().toList();
  }

  /** For people: topics, brokers and group. */
  public String words() {
    return "topic %s of %s, group %s"
        .formatted(String.join(", ", topics), cluster.brokers(), group);
  }

  /** Where a run without a savepoint begins in each partition. */
  public enum StartFrom {
    /** The oldest record that is there. */
    EARLIEST,
    /** What is appended from now on. */
    LATEST,
    /** Behind what the group has committed; where there is nothing, the oldest. */
    COMMITTED
  }
}
