package io.muster.transforms;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records for the steps before the delivery, and what they count. */
final class Records {

  private Records() {}

  /** Lines of a file, from its first. */
  static List<SourceRecord> lines(String... lines) {
    List<SourceRecord> records = new ArrayList<>();
    for (String line : lines) {
      records.add(
          SourceRecord.ofFile(
              new SourcePosition("day.jsonl", records.size() + 1L),
              line.getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  /** A profile that is a member of some audiences. */
  static String account(String id, String domain, String... audiences) {
    List<String> memberships = new ArrayList<>();
    for (String audience : audiences) {
      memberships.add(
          "\"%s\":{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}"
              .formatted(audience));
    }
    return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountOrganization\":{\"domain\":\"%s\"},"
            + "\"segmentMembership\":{\"ups\":{%s}}}")
        .formatted(id, domain, String.join(",", memberships));
  }

  /** All that was counted for an audience of a dataflow. */
  static Counts counts(Iterable<CountsDelta> deltas, String dataflow, String audience) {
    Counts sum = Counts.none(dataflow, audience);
    for (CountsDelta delta : deltas) {
      for (Counts counts : delta.counts()) {
        if (counts.dataflow().equals(dataflow) && counts.audience().equals(audience)) {
          sum = sum.plus(counts);
        }
      }
    }
    return sum;
  }

  static long malformed(Iterable<CountsDelta> deltas) {
    long sum = 0;
    for (CountsDelta delta : deltas) {
      sum += delta.malformed();
    }
    return sum;
  }

  static <T> List<T> listOf(Iterable<T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }
}
