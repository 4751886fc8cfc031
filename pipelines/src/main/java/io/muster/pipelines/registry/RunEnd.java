package io.muster.pipelines.registry;

import static java.util.Objects.requireNonNull;

import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run ended.
 *
 * @param status as its report says it: {@code completed}, {@code incomplete} or {@code failed}
 * @param exitCode what its process said; empty of one that was stopped
 * @param report its {@code report.json} in one line; empty where it was long or is old: the folder
 *     may still have it
 */
public record RunEnd(
    String status,
    Instant endedAt,
    OptionalInt exitCode,
    RunTotals totals,
    Optional<String> report) {

  public RunEnd {
    requireNonNull(status, "status");
    requireNonNull(exitCode, "exitCode");
    requireNonNull(totals, "totals");
    requireNonNull(report, "report");
    endedAt = Instants.kept(endedAt);
  }

  /**
   * The end that a report says.
   *
   * @throws IllegalArgumentException when the report's run goes on
   */
  public static RunEnd of(RunReport report, OptionalInt exitCode) {
    if (report.endedAt() == null) {
      throw new IllegalArgumentException("run " + report.run() + " has not ended");
    }
    return new RunEnd(
        report.status(),
        Instant.parse(report.endedAt()),
        exitCode,
        RunTotals.of(report),
        Optional.of(RunReportJson.line(report)));
  }
}
