package io.muster.pipelines.run;

import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RunEnd;
import io.muster.pipelines.registry.RunLog;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.report.RunReport;
import java.util.OptionalInt;

/**
 * A run's entry among those that the registry remembers. That one can't be written is no reason to
 * fail a run that has begun.
 */
record RunEntry(RunLog log, RunStart start, RunListener listener) {

  /**
   * Makes it.
   *
   * @return false when the run has an id, and another run has its name
   * @throws RegistryException when it can't be made: the run has not begun yet
   */
  boolean begin() {
    return log.begin(start);
  }

  /** The cluster's name for it. */
  void left(String job) {
    write(() -> log.job(start.run(), job));
  }

  /** How it ended, with the code that its process ends with. */
  void ended(RunReport report, ExitCode code) {
    ended(report, OptionalInt.of(code.code()));
  }

  /** That it was stopped. */
  void stopped(RunReport report) {
    ended(report, OptionalInt.empty());
  }

  private void ended(RunReport report, OptionalInt code) {
    if (report.endedAt() != null) {
      write(() -> log.end(start.run(), RunEnd.of(report, code)));
    }
  }

  private void write(Runnable change) {
    try {
      change.run();
    } catch (RegistryException e) {
      listener.notice(
          "'muster runs' will not show how run %s ended: %s"
              .formatted(start.run(), e.getMessage()));
    }
  }
}
