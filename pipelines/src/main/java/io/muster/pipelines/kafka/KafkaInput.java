package io.muster.pipelines.kafka;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What is to be read from Kafka.
 *
 * @param brokers {@code host:port}, comma-separated
 * @param topics each once
 * @param group the consumer group, whose offsets say what is done with
 * @param configFile path of a properties file with the client's other settings; null for none
 * @param from where to begin
 * @param untilEnd whether to stop at what the topics hold when the run begins
 */
public record KafkaInput(
    String brokers,
    List<String> topics,
    String group,
    String configFile,
    StartFrom from,
    boolean untilEnd)
    implements Serializable {

  public KafkaInput {
    topics = topics.stream().distinct().toList();
  }

  /** Path of the properties file. */
  public Optional<String> config() {
    return Optional.ofNullable(configFile);
  }

  /** For people: topics, brokers and group. */
  public String words() {
    return "topic %s of %s, group %s".formatted(String.join(", ", topics), brokers, group);
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
