package org.apache.beam.sdk.io.kafka;

import org.apache.beam.sdk.io.UnboundedSource;

/**
 * The one door to KafkaIO's unbounded source that Beam leaves to its own package. Nothing else
 * belongs here.
 */
public final class UnboundedKafkaSources {

  private UnboundedKafkaSources() {}

  /**
   * What a read makes where a runner takes its unbounded source.
   *
   * @param part by which its metrics are told from those of other parts
   */
  public static <K, V> UnboundedSource<KafkaRecord<K, V>, KafkaCheckpointMark> of(
      KafkaIO.Read<K, V> read, int part) {
    return new KafkaUnboundedSource<>(read, part);
  }
}
