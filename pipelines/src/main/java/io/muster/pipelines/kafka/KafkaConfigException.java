package io.muster.pipelines.kafka;

/**
 * Kafka can't be read or written as it was asked; the message names the file or the topic and the
 * mend, and never a value. It has no cause, since Kafka's own words may repeat a value.
 */
public final class KafkaConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean ofMissingTopic;

  KafkaConfigException(String message) {
    this(message, false);
  }

  private KafkaConfigException(String message, boolean ofMissingTopic) {
    super(message);
    this.ofMissingTopic = ofMissingTopic;
  }

  /** That the brokers have answered, and don't have a topic. */
  static KafkaConfigException ofMissingTopic(String message) {
    return new KafkaConfigException(message, true);
  }

  /** Whether it is so wherever the brokers are asked from. */
  public boolean isOfMissingTopic() {
    return ofMissingTopic;
  }
}
