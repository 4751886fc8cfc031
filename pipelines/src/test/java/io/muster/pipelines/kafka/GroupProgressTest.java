package io.muster.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.kafka.KafkaBroker;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a group is behind, where no offset will ever move by what is left. */
@ExtendWith(SharedBroker.class)
class GroupProgressTest {

  private static KafkaBroker broker;

  private String topic;
  private GroupProgress progress;

  @BeforeAll
  static void use(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void makeTopic(TestInfo test) throws IOException {
    topic = test.getTestMethod().orElseThrow().getName();
    broker.createTopic(topic, 1);
    progress =
        new GroupProgress(
            new KafkaOutput(new KafkaCluster(broker.brokers(), null), topic),
            "group-" + topic,
            Secrets.ofProcess());
  }

  private ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>(
        topic,
        0,
        "key".getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private void delete(long before) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  @Test
  void aTransactionsMarkerIsNotWaitedFor() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        broker.producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<?> unused = producer.send(record("deleted"));
      producer.commitTransaction();
    }
    delete(1);

    assertThat(progress.behind(progress.ends()), is(2L));
    assertThat(progress.behindOnRecords(progress.ends()), is(0L));
  }

  @Test
  void aNullValueIsNotWaitedForUnlessARecordIsBehindIt() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      producer.send(record(null)).get();
      assertThat(progress.behindOnRecords(progress.ends()), is(0L));

      producer.send(record("a change")).get();
      assertThat(progress.behindOnRecords(progress.ends()), is(2L));
    }
  }
}
