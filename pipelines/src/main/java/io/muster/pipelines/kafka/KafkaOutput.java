package io.muster.pipelines.kafka;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** A topic that is to be written to. */
public record KafkaOutput(KafkaCluster cluster, String topic) implements Serializable {

  public KafkaOutput {
    requireNonNull(cluster, "cluster");
    requireNonNull(topic, "topic");
  }
}
