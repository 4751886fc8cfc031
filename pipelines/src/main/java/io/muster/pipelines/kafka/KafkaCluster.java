package io.muster.pipelines.kafka;

import java.io.Serializable;
import java.util.Optional;

/**
 * Brokers, and how their clients are set up.
 *
 * @param brokers {@code host:port}, comma-separated
 * @param configFile path of a properties file with the clients' other settings; null for none
 */
public record KafkaCluster(String brokers, String configFile) implements Serializable {

  /** Path of the properties file. */
  public Optional<String> config() {
    return Optional.ofNullable(configFile);
  }
}
