package io.muster.pipelines.kafka;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of bytes that begins where the run was asked to. Kafka's own reset is only for groups
 * that have committed nothing; whoever restores a position seeks after it has assigned, and wins.
 */
final class ByteConsumer extends KafkaConsumer<byte[], byte[]> {

  private final StartFrom from;

  ByteConsumer(Map<String, Object> settings, StartFrom from) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.from = from;
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    super.assign(partitions);
    if (from == StartFrom.EARLIEST) {
      seekToBeginning(partitions);
    } else if (from == StartFrom.LATEST) {
      seekToEnd(partitions);
    }
  }
}
