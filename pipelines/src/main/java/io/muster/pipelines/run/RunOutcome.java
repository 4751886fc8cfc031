package io.muster.pipelines.run;

import io.muster.pipelines.report.RunReport;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run ended, or was left.
 *
 * @param report the numbers so far
 * @param exitCode what the process says to a scheduler
 * @param left what goes on without this process; empty when the run has ended
 */
public record RunOutcome(RunReport report, ExitCode exitCode, Optional<LeftJob> left) {

  public RunOutcome {
    Objects.requireNonNull(left, "left");
  }

  /** A run that has ended. */
  public RunOutcome(RunReport report, ExitCode exitCode) {
    this(report, exitCode, Optional.empty());
  }

  /**
   * A job that goes on without this process.
   *
   * @param id the cluster's name for it, where it is known
   */
  public record LeftJob(Optional<String> id) {}
}
