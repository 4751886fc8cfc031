package io.muster.pipelines.kafka;

import com.google.common.base.Utf8;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Makes a record of a Kafka record's parts. */
final class KafkaRecords {

  private KafkaRecords() {}

  /** How {@link SourcePosition} names a partition. */
  static String source(String topic, int partition) {
    return topic + "-" + partition;
  }

  /** The partition that {@link #source} names. */
  static TopicPartition partition(String source) {
    int dash = source.lastIndexOf('-');
    return new TopicPartition(
        source.substring(0, dash), Integer.parseInt(source.substring(dash + 1)));
  }

  /**
   * The record, or nothing where the value is null: a tombstone says nothing about a membership. Of
   * a value that is too large only the beginning is kept, by which it is seen to be.
   *
   * @param key null when there is none
   * @param value null for a tombstone
   * @param timestamp epoch milliseconds, negative when there is none
   * @param largest bytes of a value that is not too large
   */
  static Optional<SourceRecord> of(
      String topic,
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      long timestamp,
      int largest) {
    if (value == null) {
      return Optional.empty();
    }
    byte[] kept = value.length > largest ? Arrays.copyOf(value, largest + 1) : value;
    return Optional.of(
        new SourceRecord(
            new SourcePosition(source(topic, partition), offset),
            kept,
            key == null ? null : text(key),
            timestamp < 0 ? Instant.MIN : Instant.ofEpochMilli(timestamp)));
  }

  /** Keys of others' serialisers are kept apart, which replacement characters would not do. */
  private static String text(byte[] key) {
    return Utf8.isWellFormed(key)
        ? new String(key, StandardCharsets.UTF_8)
        : HexFormat.of().formatHex(key);
  }
}
