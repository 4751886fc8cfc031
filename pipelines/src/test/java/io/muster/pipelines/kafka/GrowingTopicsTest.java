package io.muster.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Partitions that a topic gets after a job has begun, with a real broker. */
@ExtendWith(SharedBroker.class)
class GrowingTopicsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static KafkaBroker broker;

  private final PipelineOptions options = PipelineOptionsFactory.create();
  private String topic;

  @BeforeAll
  static void use(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void makeTopic(TestInfo test) throws IOException {
    String name = test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
    topic = "grows-" + Integer.toHexString(name.hashCode());
    broker.createTopic(topic, 3);
  }

  private GrowingTopics source(StartFrom from) {
    return source(from, null);
  }

  private GrowingTopics source(StartFrom from, Path settings) {
    return GrowingTopics.of(
        new KafkaClients(
            new KafkaInput(
                new KafkaCluster(broker.brokers(), settings == null ? null : settings.toString()),
                List.of(topic),
                "group-" + topic,
                from,
                false),
            Secrets.ofProcess()));
  }

  private void send(int partition, String value) throws Exception {
    broker.send(
        List.of(
            new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8))));
  }

  /** What all parts read from where they stand, until they have so many records. */
  private List<String> read(List<GrowingTopics> parts, List<KafkaCheckpointMark> marks, int records)
      throws Exception {
    List<UnboundedReader<KafkaRecord<byte[], byte[]>>> readers = new ArrayList<>();
    List<Boolean> started = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      readers.add(parts.get(i).createReader(options, marks.get(i)));
      started.add(false);
    }
    List<String> values = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (values.size() < records && System.nanoTime() < deadline) {
      for (int i = 0; i < readers.size(); i++) {
        boolean there = started.get(i) ? readers.get(i).advance() : readers.get(i).start();
        started.set(i, true);
        if (there) {
          values.add(
              new String(readers.get(i).getCurrent().getKV().getValue(), StandardCharsets.UTF_8));
        }
      }
    }
    for (int i = 0; i < readers.size(); i++) {
      marks.set(i, stored(parts.get(i), readers.get(i)));
      // What a checkpoint keeps as the part.
      parts.set(i, (GrowingTopics) readers.get(i).getCurrentSource());
      readers.get(i).close();
    }
    return values;
  }

  /** A checkpoint's mark, as it comes back from where it was kept. */
  private static KafkaCheckpointMark stored(
      GrowingTopics part, UnboundedReader<KafkaRecord<byte[], byte[]>> reader) throws Exception {
    Coder<KafkaCheckpointMark> coder = part.getCheckpointMarkCoder();
    return CoderUtils.decodeFromByteArray(
        coder,
        CoderUtils.encodeToByteArray(coder, (KafkaCheckpointMark) reader.getCheckpointMark()));
  }

  private static List<KafkaCheckpointMark> none(List<GrowingTopics> parts) {
    return new ArrayList<>(Collections.nCopies(parts.size(), null));
  }

  private static List<String> partitions(List<KafkaCheckpointMark> marks) {
    return marks.stream()
        .flatMap(mark -> mark.getPartitions().stream())
        .map(mark -> Integer.toString(mark.getPartition()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(StartFrom.class)
  void aPartitionThatWasAddedIsReadFromItsFirstRecordOnceAJobGoesOn(StartFrom from)
      throws Exception {
    List<GrowingTopics> parts = new ArrayList<>(source(from).split(2, options));
    List<KafkaCheckpointMark> marks = none(parts);
    send(0, "before");
    read(parts, marks, 1);

    broker.addPartitions(topic, 6);
    List<String> sent = new ArrayList<>();
    for (int partition = 0; partition < 6; partition++) {
      send(partition, "partition " + partition);
      sent.add("partition " + partition);
    }

    assertThat(read(parts, marks, 6), containsInAnyOrder(sent.toArray()));
    assertThat(partitions(marks), containsInAnyOrder("0", "1", "2", "3", "4", "5"));
  }

  @Test
  void aSavepointThatIsOlderThanWhatTheGroupHasCommittedReadsItToo() throws Exception {
    GrowingTopics source = source(StartFrom.COMMITTED);
    List<GrowingTopics> parts = new ArrayList<>(source.split(1, options));
    List<KafkaCheckpointMark> marks = none(parts);
    send(0, "before");
    read(parts, marks, 1);
    broker.addPartitions(topic, 4);
    send(3, "after");
    try (KafkaConsumer<byte[], byte[]> other =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.brokers(), "group.id", "group-" + topic),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      other.commitSync(Map.of(new TopicPartition(topic, 3), new OffsetAndMetadata(1)));
    }

    assertThat(read(parts, marks, 1), is(List.of("after")));
  }

  @Test
  void whatAPartWasGivenOnceIsReadOnFromThere() throws Exception {
    List<GrowingTopics> parts = new ArrayList<>(source(StartFrom.COMMITTED).split(8, options));
    assertThat("no more parts than partitions", parts, hasSize(3));
    List<KafkaCheckpointMark> marks = none(parts);
    send(2, "first");
    assertThat(read(parts, marks, 1), is(List.of("first")));

    broker.addPartitions(topic, 4);
    send(3, "second");
    assertThat(read(parts, marks, 1), is(List.of("second")));
    broker.addPartitions(topic, 5);
    send(3, "third");
    send(4, "fourth");

    assertThat(read(parts, marks, 2), containsInAnyOrder("third", "fourth"));
    assertThat(partitions(marks), containsInAnyOrder("0", "1", "2", "3", "4"));
    assertThat("nothing comes twice", read(parts, marks, 0), is(empty()));
    assertThat(
        IntStream.range(0, 5).mapToObj(Integer::toString).toList(),
        containsInAnyOrder(partitions(marks).toArray()));
  }

  @Test
  void aRunThatBeginsAtTheLatestHasAllThatComesOnceItWasStarted() throws Exception {
    send(0, "old");
    List<GrowingTopics> parts = new ArrayList<>(source(StartFrom.LATEST).split(2, options));
    send(0, "before it had a slot");
    send(2, "likewise");

    assertThat(read(parts, none(parts), 2), containsInAnyOrder("before it had a slot", "likewise"));
    send(1, "after a failure without a checkpoint");
    assertThat(
        read(parts, none(parts), 3),
        containsInAnyOrder(
            "before it had a slot", "likewise", "after a failure without a checkpoint"));
  }

  @ParameterizedTest
  @EnumSource(StartFrom.class)
  void whereTheNextRecordsAreDeletedTheRestIsRead(StartFrom from) throws Exception {
    List<GrowingTopics> parts = new ArrayList<>(source(from).split(1, options));
    List<KafkaCheckpointMark> marks = none(parts);
    send(0, "first");
    read(parts, marks, 1);
    send(0, "deleted");
    send(0, "kept");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }

    assertThat(read(parts, marks, 1), is(List.of("kept")));
  }

  /** The file with the clients' settings is where the work is done, and maybe nowhere else. */
  @Test
  void whereNobodyCanAskBeforehandTheWorkersFindThePartitions(@TempDir Path worker)
      throws Exception {
    Path settings = worker.resolve("kafka.properties");
    List<GrowingTopics> parts =
        new ArrayList<>(source(StartFrom.COMMITTED, settings).split(2, options));
    Files.writeString(settings, "client.id=worker");
    send(0, "first");
    send(2, "second");
    List<KafkaCheckpointMark> marks = none(parts);

    assertThat(read(parts, marks, 2), containsInAnyOrder("first", "second"));
    broker.addPartitions(topic, 4);
    send(3, "third");
    assertThat(read(parts, marks, 1), is(List.of("third")));
  }
}
