package io.muster.cli;

import io.muster.pipelines.kafka.KafkaCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where Kafka is, and how to talk to it. */
final class KafkaClusterOptions {

  @Option(
      names = "--kafka-brokers",
      paramLabel = "HOST:PORT",
      description = "Kafka, for topics: some of its brokers, comma-separated.")
  private String brokers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "A properties file for Kafka's client, for TLS and SASL; read where the work is done."
              + " Secrets may be there, or be referred to by $${env:NAME} and $${file:PATH}.")
  private Path config;

  /** The names of those that are given. */
  List<String> given() {
    List<String> names = new ArrayList<>();
    if (brokers != null) {
      names.add("--kafka-brokers");
    }
    if (config != null) {
      names.add("--kafka-config");
    }
    return names;
  }

  /** Whether any of them is given. */
  boolean isTouched() {
    return !given().isEmpty();
  }

  /** The cluster, if its brokers are named. */
  Optional<KafkaCluster> cluster() {
    return Optional.ofNullable(brokers)
        .map(
            named ->
                new KafkaCluster(
                    named, config == null ? null : config.toAbsolutePath().normalize().toString()));
  }
}
