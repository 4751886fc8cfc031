package io.muster.pipelines.kafka;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark.PartitionMark;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.UnboundedKafkaSources;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * KafkaIO's unbounded source, whose parts also read the partitions that their topics have got since
 * they were split. KafkaIO's own parts read for ever what they were given at the very first start:
 * a job that goes on from a savepoint would leave a partition that was added since unread, and
 * nobody would be told.
 *
 * <p>A part looks for new partitions whenever it goes on from a checkpoint, and what it has taken
 * on is in the next one. Each part knows all partitions of the first start and how many parts there
 * were, so that each new one has one taker without a word between them.
 */
final class GrowingTopics
    extends UnboundedSource<KafkaRecord<byte[], byte[]>, KafkaCheckpointMark> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(GrowingTopics.class);

  private static final long NO_WATERMARK = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  private static final Comparator<TopicPartition> IN_ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private final KafkaClients clients;

  /** Of the first start; empty until the source is split. */
  private final List<TopicPartition> all;

  private final int part;
  private final int parts;

  /**
   * Where the partitions of the first start ended when it was made, for a run that wants what comes
   * from then on; else empty. Null in savepoints from before there was this.
   */
  private final Map<TopicPartition, Long> begins;

  private GrowingTopics(
      KafkaClients clients,
      List<TopicPartition> all,
      int part,
      int parts,
      Map<TopicPartition, Long> begins) {
    this.clients = clients;
    this.all = all;
    this.part = part;
    this.parts = parts;
    this.begins = begins;
  }

  static GrowingTopics of(KafkaClients clients) {
    return new GrowingTopics(clients, List.of(), 0, 1, Map.of());
  }

  /**
   * Never fails. Flink splits in its JobManager, which Kafka may be closed to, or which may lack
   * the file with the clients' settings; and a checkpoint that it takes before that has failed
   * holds no parts, so that the job that goes on from there has nothing to read, and ends. The one
   * part that is left then finds its partitions where it is read: a worker that can't either fails
   * and is tried again.
   */
  @Override
  public List<GrowingTopics> split(int desired, PipelineOptions options) {
    List<TopicPartition> found;
    Map<TopicPartition, Long> ends;
    try {
      found = partitions();
      ends = ends(found);
    } catch (KafkaConfigException e) {
      LOG.warn(
          "the partitions can't be asked for where the job is led, so one worker reads them all: {}",
          e.getMessage());
      return List.of(this);
    }
    int count = Math.max(1, Math.min(desired, found.size()));
    List<GrowingTopics> split = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      split.add(new GrowingTopics(clients, found, i, count, ends));
    }
    return split;
  }

  /**
   * Looked up once, and not by each reader that begins: what comes while a job waits for its slots,
   * or before the first checkpoint of one that fails, came from now on too.
   */
  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    return clients.input().from() == StartFrom.LATEST
        ? new HashMap<>(ask(consumer -> consumer.endOffsets(partitions, KafkaTopics.PATIENCE)))
        : Map.of();
  }

  @Override
  public UnboundedReader<KafkaRecord<byte[], byte[]>> createReader(
      PipelineOptions options, KafkaCheckpointMark mark) throws IOException {
    if (mark == null) {
      return readerOf(firstPartitions(), firstMark(), options);
    }
    List<PartitionMark> marks = new ArrayList<>(mark.getPartitions());
    List<TopicPartition> mine = new ArrayList<>();
    marks.forEach(each -> mine.add(new TopicPartition(each.getTopic(), each.getPartition())));
    // From their first records, and not from what the group has committed: a savepoint may be older
    // than that, and of the other partitions all since is read again too.
    firstOffsetsOfAdded(mine)
        .forEach(
            (each, offset) -> {
              LOG.info(
                  "{} was added since the run first began; it is read from {} on", each, offset);
              mine.add(each);
              marks.add(new PartitionMark(each.topic(), each.partition(), offset, NO_WATERMARK));
            });
    return readerOf(mine, new KafkaCheckpointMark(marks, Optional.empty()), options);
  }

  /** Of the partitions that are this part's, and that it doesn't read yet. */
  private Map<TopicPartition, Long> firstOffsetsOfAdded(List<TopicPartition> read) {
    return ask(
        consumer -> {
          List<TopicPartition> added = new ArrayList<>(inOrder(consumer));
          added.removeIf(
              each ->
                  all.contains(each) || read.contains(each) || each.partition() % parts != part);
          return consumer.beginningOffsets(added, KafkaTopics.PATIENCE);
        });
  }

  /** As KafkaIO deals them out. */
  private List<TopicPartition> firstPartitions() {
    List<TopicPartition> first = all.isEmpty() ? partitions() : all;
    List<TopicPartition> mine = new ArrayList<>();
    for (int i = part; i < first.size(); i += parts) {
      mine.add(first.get(i));
    }
    return mine;
  }

  /** Null where Kafka's own rules say where to begin. */
  private KafkaCheckpointMark firstMark() {
    if (begins == null || begins.isEmpty()) {
      return null;
    }
    List<PartitionMark> marks = new ArrayList<>();
    for (TopicPartition each : firstPartitions()) {
      marks.add(new PartitionMark(each.topic(), each.partition(), begins.get(each), NO_WATERMARK));
    }
    return new KafkaCheckpointMark(marks, Optional.empty());
  }

  private UnboundedReader<KafkaRecord<byte[], byte[]>> readerOf(
      List<TopicPartition> partitions, KafkaCheckpointMark mark, PipelineOptions options)
      throws IOException {
    return new PartReader<>(
        this,
        UnboundedKafkaSources.of(ReadTopics.read(clients).withTopicPartitions(partitions), part)
            .createReader(options, mark));
  }

  private List<TopicPartition> partitions() {
    return ask(this::inOrder);
  }

  private List<TopicPartition> inOrder(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> found = new ArrayList<>(KafkaTopics.partitions(clients, consumer));
    found.sort(IN_ORDER);
    return found;
  }

  private <R> R ask(Function<Consumer<byte[], byte[]>, R> question) {
    try (Consumer<byte[], byte[]> consumer = clients.open()) {
      return question.apply(consumer);
    } catch (KafkaException e) {
      throw clients.settings().unreachable(e);
    }
  }

  @Override
  public Coder<KafkaCheckpointMark> getCheckpointMarkCoder() {
    return UnboundedKafkaSources.of(KafkaIO.<byte[], byte[]>read(), 0).getCheckpointMarkCoder();
  }

  @Override
  public Coder<KafkaRecord<byte[], byte[]>> getOutputCoder() {
    return KafkaRecordCoder.of(
        NullableCoder.of(ByteArrayCoder.of()), NullableCoder.of(ByteArrayCoder.of()));
  }
}
