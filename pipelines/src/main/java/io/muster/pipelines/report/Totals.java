package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run's audiences come to together.
 *
 * @param byCode excluded and failed changes by code
 * @param leftOut values that were left out by code
 * @param owed what could not be done though no change waits for it, by code
 */
record Totals(
    long received,
    long activated,
    long added,
    long removed,
    long excluded,
    long failed,
    long unchanged,
    long superseded,
    long pending,
    long calls,
    Map<String, Long> byCode,
    Map<String, Long> leftOut,
    Map<String, Long> owed) {

  static Totals of(RunReport report) {
    Totals sum = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());
    for (AudienceLine line : report.dataflows()) {
      sum = sum.plus(of(line));
    }
    return sum;
  }

  static Totals of(AudienceLine line) {
    return new Totals(
        line.received(),
        line.activated(),
        line.added(),
        line.removed(),
        line.excluded(),
        line.failed(),
        line.unchanged(),
        line.superseded(),
        line.pending(),
        line.calls(),
        line.byCode(),
        line.leftOut(),
        line.owed());
  }

  private Totals plus(Totals other) {
    return new Totals(
        received + other.received,
        activated + other.activated,
        added + other.added,
        removed + other.removed,
        excluded + other.excluded,
        failed + other.failed,
        unchanged + other.unchanged,
        superseded + other.superseded,
        pending + other.pending,
        calls + other.calls,
        sum(byCode, other.byCode),
        sum(leftOut, other.leftOut),
        sum(owed, other.owed));
  }

  /** Members that vendors acknowledged. */
  long accepted() {
    return added + removed;
  }

  /** Whether each change received is in exactly one of the other counts. */
  boolean addUp() {
    return received == activated + excluded + failed + unchanged + superseded + pending;
  }

  private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
    Map<String, Long> sum = new TreeMap<>(some);
    more.forEach((code, count) -> sum.merge(code, count, Long::sum));
    return sum;
  }
}
