package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One record as it was read.
 *
 * @param value the record's bytes; never changed by anybody
 * @param key the Kafka key as text, or null when there is none
 * @param timestamp the Kafka record's timestamp, or {@link Instant#MIN} when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of each record would cost, and none are compared
public record SourceRecord(SourcePosition position, byte[] value, String key, Instant timestamp) {

  public SourceRecord {
    requireNonNull(position, "position");
    requireNonNull(value, "value");
    requireNonNull(timestamp, "timestamp");
  }

  /**
   * No record: what stands for a profile of which a whole snapshot says something by what it lacks.
   *
   * @param profileId the profile's
   */
  public static SourceRecord none(String profileId) {
    return new SourceRecord(new SourcePosition("", 0), new byte[0], profileId, Instant.MIN);
  }

  /** Whether there is no record; one that was read has at least a byte. */
  public boolean isNone() {
    return value.length == 0;
  }

  /** A record of a file: no key, no timestamp. */
  public static SourceRecord ofFile(SourcePosition position, byte[] value) {
    return new SourceRecord(position, value, null, Instant.MIN);
  }
}
