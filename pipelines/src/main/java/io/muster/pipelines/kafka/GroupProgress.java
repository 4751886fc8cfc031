package io.muster.pipelines.kafka;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is done with a topic. */
public final class GroupProgress {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int IDLE_POLLS = 3;

  private final String topic;
  private final String group;
  private final ClientSettings settings;
  private final KafkaClients clients;

  /**
   * @param topic which one, and where
   * @param group whose committed offsets say what is done with
   */
  public GroupProgress(KafkaOutput topic, String group, Secrets secrets) {
    this.topic = topic.topic();
    this.group = group;
    this.settings = new ClientSettings(topic.cluster(), secrets);
    this.clients =
        new KafkaClients(
            new KafkaInput(
                topic.cluster(), List.of(topic.topic()), group, StartFrom.COMMITTED, true),
            secrets);
  }

  /**
   * Where each partition ends now.
   *
   * @throws KafkaConfigException when the brokers don't answer
   */
  public Map<Integer, Long> ends() throws InterruptedException {
    return ask(
        admin -> {
          Map<TopicPartition, OffsetSpec> partitions =
              admin
                  .describeTopics(List.of(topic))
                  .allTopicNames()
                  .get()
                  .get(topic)
                  .partitions()
                  .stream()
                  .collect(
                      Collectors.toMap(
                          each -> new TopicPartition(topic, each.partition()),
                          each -> OffsetSpec.latest()));
          Map<Integer, Long> ends = new HashMap<>();
          admin
              .listOffsets(partitions)
              .all()
              .get()
              .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
          return ends;
        });
  }

  /**
   * How many records before some ends the group is not done with.
   *
   * @throws KafkaConfigException when the brokers don't answer
   */
  public long behind(Map<Integer, Long> ends) throws InterruptedException {
    return notCommitted(ends).entrySet().stream()
        .mapToLong(each -> ends.get(each.getKey()) - each.getValue())
        .sum();
  }

  /**
   * The same, but for partitions in which nothing is behind what is committed that a group could be
   * done with: null values, a transaction's marker, what was taken back or deleted. These move no
   * offset by themselves. Reads what is there, so it is for when the group stands still.
   *
   * @throws KafkaConfigException when the brokers don't answer
   */
  public long behindOnRecords(Map<Integer, Long> ends) throws InterruptedException {
    Map<Integer, Long> open = new HashMap<>(notCommitted(ends));
    try (Consumer<byte[], byte[]> consumer = clients.open()) {
      open.entrySet()
          .removeIf(
              each ->
                  !hasRecords(consumer, each.getKey(), each.getValue(), ends.get(each.getKey())));
    } catch (KafkaException e) {
      throw settings.unreachable(e);
    }
    return open.entrySet().stream()
        .mapToLong(each -> ends.get(each.getKey()) - each.getValue())
        .sum();
  }

  private boolean hasRecords(
      Consumer<byte[], byte[]> consumer, int number, long committed, long end) {
    TopicPartition partition = new TopicPartition(topic, number);
    consumer.assign(List.of(partition));
    consumer.seek(partition, committed);
    int idlePolls = 0;
    long position = committed;
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        if (each.value() != null && each.offset() < end) {
          return true;
        }
      }
      long next = consumer.position(partition, KafkaTopics.PATIENCE);
      idlePolls = next == position ? idlePolls + 1 : 0;
      if (idlePolls > IDLE_POLLS) {
        // An open transaction, or brokers that are busy: nothing is known, so it is waited for.
        return true;
      }
      position = next;
    }
    return false;
  }

  /** Of the partitions that the group is not done with, where it stands. */
  private Map<Integer, Long> notCommitted(Map<Integer, Long> ends) throws InterruptedException {
    return ask(
        admin -> {
          Map<TopicPartition, OffsetAndMetadata> committed =
              admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
          Map<Integer, Long> open = new HashMap<>();
          for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            OffsetAndMetadata done = committed.get(new TopicPartition(topic, end.getKey()));
            long next = done == null ? 0 : done.offset();
            if (next < end.getValue()) {
              open.put(end.getKey(), next);
            }
          }
          return open;
        });
  }

  /** Something to ask the brokers. */
  @FunctionalInterface
  private interface Question<T> {
    T to(Admin admin) throws ExecutionException, InterruptedException;
  }

  private <T> T ask(Question<T> question) throws InterruptedException {
    try (Admin admin = settings.openAdmin()) {
      return question.to(admin);
    } catch (ExecutionException e) {
      throw settings.unreachable(e.getCause());
    }
  }
}
