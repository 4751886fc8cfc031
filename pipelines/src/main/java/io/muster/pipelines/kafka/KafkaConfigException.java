package io.muster.pipelines.kafka;

/**
 * Kafka can't be read or written as it was asked; the message names the file or the topic and the
 * mend, and never a value. It has no cause, since Kafka's own words may repeat a value.
 */
public final class KafkaConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaConfigException(String message) {
    super(message);
  }
}
