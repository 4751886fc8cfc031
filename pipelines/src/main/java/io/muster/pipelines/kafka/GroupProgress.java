package io.muster.pipelines.kafka;

import io.muster.workspace.Secrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is done with a topic. */
public final class GroupProgress {

  private final String topic;
  private final String group;
  private final ClientSettings settings;

  /**
   * @param topic which one, and where
   * @param group whose committed offsets say what is done with
   */
  public GroupProgress(KafkaOutput topic, String group, Secrets secrets) {
    this.topic = topic.topic();
    this.group = group;
    this.settings = new ClientSettings(topic.cluster(), secrets);
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
    return ask(
        admin -> {
          Map<TopicPartition, OffsetAndMetadata> committed =
              admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
          long behind = 0;
          for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            OffsetAndMetadata done = committed.get(new TopicPartition(topic, end.getKey()));
            behind += Math.max(0, end.getValue() - (done == null ? 0 : done.offset()));
          }
          return behind;
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
