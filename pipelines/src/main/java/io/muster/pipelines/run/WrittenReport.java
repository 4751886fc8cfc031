package io.muster.pipelines.run;

import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.ReportStatus;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The report in a run's folder, as the launcher begins and ends it; between the two the work itself
 * writes it.
 */
record WrittenReport(RunFolder folder, ReportHead head, Clock clock, RunListener listener) {

  /** One way to end it. */
  @FunctionalInterface
  interface Ending {
    RunReport write() throws IOException;
  }

  /** The report of a run of which nothing is counted yet. */
  RunReport none() {
    return head.with(List.of(), 0);
  }

  /**
   * Writes it for the first time.
   *
   * @param goesOn whether this very run may have written it before
   */
  void begin(boolean goesOn) throws IOException {
    if (!goesOn || folder.read(RunFolder.REPORT_JSON).isEmpty()) {
      folder.write(none());
    }
  }

  /** Ends it as its numbers say, unless the work has ended it. */
  RunReport ended() throws IOException {
    return write(read().ended(clock.instant()));
  }

  /** Ends it as that of a run that somebody has stopped. */
  RunReport stopped() throws IOException {
    return write(read().ended(ReportStatus.INCOMPLETE, clock.instant()));
  }

  /** Ends it as that of a run that has failed; that it can't be written hides no failure. */
  void markFailed() {
    try {
      write(read().ended(ReportStatus.FAILED, clock.instant()));
    } catch (IOException e) {
      listener.notice("the report in %s could not be written: %s".formatted(folder.path(), e));
    }
  }

  /** The report that a failure has left, or one without numbers. */
  RunReport asItFailed() {
    return left()
        .filter(each -> each.run().equals(head.run()))
        .orElseGet(this::none)
        .ended(ReportStatus.FAILED, clock.instant());
  }

  /** What stands in the folder, perhaps another run's; nothing where it can't be read. */
  private Optional<RunReport> left() {
    try {
      return folder.report();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private RunReport read() throws IOException {
    return folder.report().orElseGet(this::none);
  }

  private RunReport write(RunReport report) throws IOException {
    folder.write(report);
    return report;
  }
}
