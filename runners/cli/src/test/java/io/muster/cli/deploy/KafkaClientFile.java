package io.muster.cli.deploy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** A properties file for Kafka's client. */
final class KafkaClientFile {

  private KafkaClientFile() {}

  /** Its keys that the client does not know. */
  static SortedSet<String> unknown(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TreeSet<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(ConsumerConfig.configNames());
    return unknown;
  }
}
