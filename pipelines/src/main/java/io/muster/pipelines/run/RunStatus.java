package io.muster.pipelines.run;

import io.muster.model.Reason;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;

/** What a finished run's numbers mean. */
final class RunStatus {

  private RunStatus() {}

  static ExitCode exitCode(RunReport report) {
    ExitCode code = exitCodeOfStopped(report);
    boolean open = report.dataflows().stream().anyMatch(line -> line.pending() > 0);
    return code == ExitCode.DELIVERED && open ? ExitCode.DEAD_LETTERS : code;
  }

  /**
   * Of a run without an end that somebody has stopped: what is pending was not given up, but is in
   * the savepoint, or is read again.
   */
  static ExitCode exitCodeOfStopped(RunReport report) {
    if (report.dataflows().stream().anyMatch(line -> line.has(Reason.LIST_REFUSED))) {
      return ExitCode.REFUSED;
    }
    boolean letters =
        report.malformed() > 0 || report.dataflows().stream().anyMatch(AudienceLine::leftSomething);
    return letters ? ExitCode.DEAD_LETTERS : ExitCode.DELIVERED;
  }
}
