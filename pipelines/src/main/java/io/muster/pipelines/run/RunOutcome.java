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
 * @param spared why nothing was done; empty when something was
 */
public record RunOutcome(
    RunReport report, ExitCode exitCode, Optional<LeftJob> left, Optional<Spared> spared) {

  public RunOutcome {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(spared, "spared");
  }

  /** A run that was made. */
  public RunOutcome(RunReport report, ExitCode exitCode, Optional<LeftJob> left) {
    this(report, exitCode, left, Optional.empty());
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

  /**
   * A run that was not made.
   *
   * @param skipped whether another run is at work there; else it was made before, and the report is
   *     that one's
   * @param folder the run folder of the one that was made before, or that it would have had
   * @param words why, for people
   */
  public record Spared(boolean skipped, String folder, String words) {}
}
