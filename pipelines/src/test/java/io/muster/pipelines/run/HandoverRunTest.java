package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.handover.HandoverRequest;
import io.muster.pipelines.handover.HandoverRun;
import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.kafka.SharedBroker;
import io.muster.pipelines.report.RunReport;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that are handed over by a topic of a real broker. */
@ExtendWith(SharedBroker.class)
class HandoverRunTest {

  private static final Instant CHANGED = Instant.parse("2026-11-20T23:00:00Z");

  /** The snapshot may be older than what a topic keeps by default. */
  private static final Map<String, String> FOR_EVER = Map.of("retention.ms", "-1");

  private static KafkaBroker broker;

  @TempDir private Path folder;
  private RunBench bench;
  private String topic;

  @BeforeAll
  static void use(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void start(TestInfo test) throws IOException {
    bench = new RunBench(folder);
    topic = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String account(String id, String more) {
    return ("{\"accountKey\":{\"sourceKey\":%s},%s\"segmentMembership\":{\"ups\":{"
            + "\"a1\":{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"},"
            + "\"a2\":{\"status\":\"exited\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}")
        .formatted(id, more);
  }

  /** The workspace as {@code --audience First} has it. */
  private static Workspace onlyTheFirst(Workspace workspace) {
    return workspace.withDataflows(
        workspace.dataflows().stream()
            .map(
                each ->
                    new Dataflow(
                        each.name(),
                        each.connection(),
                        each.description(),
                        each.audiences().subList(0, 1),
                        each.mappings()))
            .toList());
  }

  private Path snapshot(String... lines) throws IOException {
    Path file = bench.file("snapshot.jsonl", lines);
    return Files.setLastModifiedTime(file, FileTime.from(CHANGED));
  }

  private HandoverRun.Outcome handOver(Path snapshot, boolean narrowed, Duration patience)
      throws RunException {
    HandoverRequest request =
        new HandoverRequest(
            "handed",
            narrowed ? onlyTheFirst(bench.workspace()) : bench.workspace(),
            narrowed,
            List.of(snapshot.toString()),
            folder.resolve("handed").toString(),
            new KafkaOutput(new KafkaCluster(broker.brokers(), null), topic),
            "group-" + topic,
            Optional.ofNullable(patience),
            List.of());
    RunListener silent =
        new RunListener() {
          @Override
          public void notice(String line) {}

          @Override
          public void progress(RunReport soFar) {}
        };
    return new HandoverRun(request, new TestLauncher(), silent, Clock.systemUTC()).run();
  }

  private JsonNode handedOver() throws IOException {
    List<ConsumerRecord<String, String>> records = broker.records(topic);
    assertThat(records.toString(), records.size(), is(1));
    return new JsonMapper().readTree(records.get(0).value());
  }

  private void send(int partition, String value) throws Exception {
    broker.send(List.of(record(partition, value)));
  }

  private ProducerRecord<byte[], byte[]> record(int partition, String value) {
    return new ProducerRecord<>(
        topic, partition, null, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** As a job does that is done with it. */
  private void commit(int partition, long offset) {
    try (KafkaConsumer<byte[], byte[]> job =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.brokers(), "group.id", "group-" + topic),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      job.commitSync(Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
    }
  }

  @Test
  void aRecordKeepsTheSnapshotsTimeInATopicThatHasTimesOfItsOwn() throws Exception {
    broker.createTopic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime"));

    handOver(snapshot(account("\"A\"", "\"changedAt\":null,")), false, null);

    assertThat(handedOver().get("changedAt").asText(), is("2026-11-20T23:00:00Z"));
  }

  @Test
  void aTimeOfTheRecordsOwnStays() throws Exception {
    broker.createTopic(topic, 1, FOR_EVER);

    handOver(snapshot(account("\"A\"", "\"changedAt\":\"2026-11-20T10:00:03Z\",")), true, null);

    assertThat(handedOver().get("changedAt").asText(), is("2026-11-20T10:00:03Z"));
  }

  /** A job commits behind what it has read, and what it has no use for moves no offset. */
  @Test
  void nobodyWaitsForWhatNoGroupIsEverDoneWith() throws Exception {
    broker.createTopic(topic, 3, FOR_EVER);
    // A job that begins at the latest never commits this.
    send(0, account("\"old\"", ""));
    send(1, account("\"old\"", ""));
    send(2, account("\"old\"", ""));
    Thread job = new Thread(this::doAsAJobDoes, "job");
    job.start();

    HandoverRun.Outcome outcome =
        handOver(snapshot(account("\"A\"", "")), false, Duration.ofSeconds(20));

    job.join();
    assertThat(outcome.done(), is(true));
  }

  private void doAsAJobDoes() {
    try {
      List<ConsumerRecord<String, String>> all = broker.records(topic);
      while (all.size() < 4) {
        Thread.sleep(50);
        all = broker.records(topic);
      }
      ConsumerRecord<String, String> handed =
          all.stream().filter(each -> each.value().contains("\"A\"")).findAny().orElseThrow();
      commit(handed.partition(), handed.offset() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRecordThatIsNotDoneWithIsWaitedFor() throws Exception {
    broker.createTopic(topic, 1, FOR_EVER);

    RunException late =
        assertThrows(
            RunException.class,
            () -> handOver(snapshot(account("\"A\"", "")), false, Duration.ofSeconds(4)));

    assertThat(late.getMessage(), containsString("not done with 1 records"));
  }
}
