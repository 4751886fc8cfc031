package io.muster.pipelines.run;

import io.muster.model.Reason;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.Set;

/** What a finished run's numbers mean. */
final class RunStatus {

  /** Codes that say that a list was stopped. */
  private static final Set<Reason> STOPPED =
      Set.of(
          Reason.LIST_REFUSED,
          Reason.LIST_UNAVAILABLE,
          Reason.UNAUTHORIZED,
          Reason.REMOVALS_BLOCKED);

  private RunStatus() {}

  static String of(RunReport report) {
    boolean complete =
        report.dataflows().stream()
            .allMatch(
                line -> line.pending() == 0 && STOPPED.stream().noneMatch(code -> has(line, code)));
    return complete ? "completed" : "incomplete";
  }

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
    if (report.dataflows().stream().anyMatch(line -> has(line, Reason.LIST_REFUSED))) {
      return ExitCode.REFUSED;
    }
    boolean letters =
        report.malformed() > 0
            || report.dataflows().stream().anyMatch(line -> line.excluded() + line.failed() > 0);
    return letters ? ExitCode.DEAD_LETTERS : ExitCode.DELIVERED;
  }

  private static boolean has(AudienceLine line, Reason code) {
    return line.byCode().getOrDefault(code.name(), 0L) > 0;
  }
}
