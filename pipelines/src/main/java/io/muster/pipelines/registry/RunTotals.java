package io.muster.pipelines.registry;

import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.function.ToLongFunction;

/** A run's counts over all its audiences; each means what it means in the report. */
public record RunTotals(
    long received,
    long activated,
    long added,
    long removed,
    long excluded,
    long failed,
    long unchanged,
    long superseded,
    long pending,
    long malformed,
    long calls) {

  /** Those of a report. */
  public static RunTotals of(RunReport report) {
    return new RunTotals(
        sum(report, AudienceLine::received),
        sum(report, AudienceLine::activated),
        sum(report, AudienceLine::added),
        sum(report, AudienceLine::removed),
        sum(report, AudienceLine::excluded),
        sum(report, AudienceLine::failed),
        sum(report, AudienceLine::unchanged),
        sum(report, AudienceLine::superseded),
        sum(report, AudienceLine::pending),
        report.malformed(),
        sum(report, AudienceLine::calls));
  }

  private static long sum(RunReport report, ToLongFunction<AudienceLine> count) {
    return report.dataflows().stream().mapToLong(count).sum();
  }
}
