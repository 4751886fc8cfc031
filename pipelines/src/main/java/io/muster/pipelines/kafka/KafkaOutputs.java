package io.muster.pipelines.kafka;

import java.util.Optional;

/** The topics that a run writes to; what has none goes to files of the run folder. */
public record KafkaOutputs(Optional<KafkaOutput> ledger, Optional<KafkaOutput> deadLetters) {

  /** All goes to files. */
  public static KafkaOutputs none() {
    return new KafkaOutputs(Optional.empty(), Optional.empty());
  }
}
