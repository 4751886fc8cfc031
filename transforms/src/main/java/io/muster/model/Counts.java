package io.muster.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one audience's membership changes. Counts add up: {@code received = activated +
 * excluded + failed + unchanged + superseded + pending}.
 *
 * @param list the vendor's id of the list; empty while it is not known
 * @param added members that the vendor acknowledged to hold, one sent again too
 * @param removed members that the vendor acknowledged to hold no longer
 * @param calls requests with members that reached the vendor
 * @param byCode excluded and failed changes by {@link Reason}
 * @param warnings values that were left out, by {@link Reason}
 */
public record Counts(
    String dataflow,
    String audience,
    String list,
    long received,
    long activated,
    long added,
    long removed,
    long excluded,
    long failed,
    long unchanged,
    long superseded,
    long calls,
    Map<String, Long> byCode,
    Map<String, Long> warnings) {

  public Counts {
    byCode = sorted(byCode);
    warnings = sorted(warnings);
  }

  private static Map<String, Long> sorted(Map<String, Long> codes) {
    return codes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(codes));
  }

  public static Counts none(String dataflow, String audience) {
    return new Counts(dataflow, audience, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of());
  }

  /** The sum of two parts of one audience's counts. */
  public Counts plus(Counts other) {
    return new Counts(
        dataflow,
        audience,
        other.list.isEmpty() ? list : other.list,
        received + other.received,
        activated + other.activated,
        added + other.added,
        removed + other.removed,
        excluded + other.excluded,
        failed + other.failed,
        unchanged + other.unchanged,
        superseded + other.superseded,
        calls + other.calls,
        sum(byCode, other.byCode),
        sum(warnings, other.warnings));
  }

  /** Changes whose outcome is open. */
  public long pending() {
    return received - activated - excluded - failed - unchanged - superseded;
  }

  private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    Map<String, Long> sum = new TreeMap<>(some);
    more.forEach((code, count) -> sum.merge(code, count, Long::sum));
    return sum;
  }
}
