package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Map;

/** A run with something of everything, and with names that a page must not take for its own. */
final class SampleReport {

  private SampleReport() {}

  static RunReport mixed() {
    return new RunReport(
        "20261122T014501Z-activate-03af",
        "completed",
        "2026-11-22T01:45:01.25Z",
        "2026-11-22T01:45:09Z",
        List.of(
            new AudienceLine(
                "tier-1",
                "5f3a9c1e",
                "Tier 1 <b>\"accounts\"</b> & 'more'",
                "1001",
                1_250,
                1_000,
                900,
                100,
                30,
                5,
                15,
                200,
                0,
                3,
                Map.of("MISSING_FIELD", 20L, "INVALID_FORMAT", 10L, "VENDOR_REJECTED", 5L),
                Map.of("INVALID_FORMAT", 7L),
                null,
                880L,
                17_600L,
                "READY"),
            new AudienceLine(
                "intent",
                "b7e04a52",
                "Renewals due",
                null,
                2,
                0,
                0,
                0,
                2,
                0,
                0,
                0,
                0,
                0,
                Map.of("MISSING_FIELD", 2L),
                Map.of())),
        4);
  }

  static RunReport of(String status, long received, long activated, long pending) {
    return new RunReport(
        "r-1",
        status,
        "2026-11-22T01:45:01Z",
        null,
        List.of(
            new AudienceLine(
                "d", "a", "A", "1", received, activated, activated, 0, 0, 0, 0, 0, pending, 1,
                Map.of(), Map.of())),
        0);
  }

  static RunReport of(AudienceLine line) {
    return new RunReport("r-1", "completed", "2026-11-22T01:45:01Z", null, List.of(line), 0);
  }

  /**
   * An audience whose changes were all activated, while that many were warned of.
   *
   * @param audience its name
   */
  static AudienceLine warned(String audience, Map<String, Long> warnings) {
    return new AudienceLine(
        "d", "a", audience, "1", 5, 0, 0, 0, 0, 0, 5, 0, 0, 0, Map.of(), warnings);
  }

  static RunReport incomplete(AudienceLine... lines) {
    return new RunReport(
        "r-1", "incomplete", "2026-11-22T01:45:01Z", "2026-11-22T01:45:09Z", List.of(lines), 0);
  }

  /** An audience of whose list the vendor said that. */
  static AudienceLine said(String state) {
    return new AudienceLine(
        "d", "a", "A", "1", 3, 3, 3, 1, 0, 0, 0, 0, 0, 1, Map.of(), Map.of(), 3L, null, null,
        state);
  }
}
