package io.muster.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker itself: what was written is there after it was killed, over both listeners. */
class KafkaBrokerTest {

  @TempDir private Path folder;

  @Test
  void aRecordOutlivesTheBrokersDeathAndIsReadOverTls() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(folder, "a-password")) {
      broker.createTopic("t", 1);
      broker.send(List.of(new ProducerRecord<>("t", bytes("key"), bytes("value"))));
      broker.kill();
      broker.startAgain();

      Map<String, Object> settings =
          Map.of(
              "bootstrap.servers",
              broker.secureBrokers(),
              "security.protocol",
              "SASL_SSL",
              "sasl.mechanism",
              "PLAIN",
              "sasl.jaas.config",
              "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"a-password\";"
                  .formatted(KafkaBroker.USER),
              "ssl.truststore.location",
              broker.trustStore().toString(),
              "ssl.truststore.password",
              "a-password");
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        TopicPartition partition = new TopicPartition("t", 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        ConsumerRecord<byte[], byte[]> record =
            consumer.poll(Duration.ofSeconds(30)).iterator().next();
        assertThat(new String(record.value(), StandardCharsets.UTF_8), is("value"));
      }
    }
  }

  @Test
  void aLaterBrokerInTheSameFolderHasTheSameTopics() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(folder, "a-password")) {
      broker.createTopic("t", 1);
      broker.send(List.of(new ProducerRecord<>("t", bytes("key"), bytes("value"))));
    }

    try (KafkaBroker later = KafkaBroker.start(folder, "another-password")) {
      assertThat(later.topics(), is(Set.of("t")));
      assertThat(later.endOffset("t", 0), is(1L));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
