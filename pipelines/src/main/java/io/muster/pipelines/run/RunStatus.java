package io.muster.pipelines.run;

import io.muster.model.Reason;
import io.muster.pipelines.report.RunReport;

/** What a finished run's numbers mean. */
final class RunStatus {

  private RunStatus() {}

  static ExitCode exitCode(RunReport report) {
    if (report.dataflows().stream().anyMatch(line -> line.has(Reason.LIST_REFUSED))) {
      return ExitCode.REFUSED;
    }
    boolean letters =
        report.malformed() > 0
            || report.dataflows().stream()
                .anyMatch(line -> line.excluded() + line.failed() + line.pending() > 0);
    return letters ? ExitCode.DEAD_LETTERS : ExitCode.DELIVERED;
  }
}
