package io.muster.pipelines.run;

import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RunEnd;
import io.muster.pipelines.report.ReportStatus;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.sink.RunFolder;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Puts in order what a job leaves that was stopped with a savepoint: nobody else is left to say
 * that its run has ended, nor to give its connections free before its lease dies.
 */
public final class StoppedJob {

  private StoppedJob() {}

  /**
   * Does so, as far as the job's state and run folder are seen from here.
   *
   * @return what could not be put in order, for people; empty when all is
   */
  public static Optional<String> settle(ClusterJob job, Clock clock) {
    if (job.registry().isEmpty()) {
      return Optional.of(unsettled(job, "the job does not say where its state is"));
    }
    StateLocation state = new StateLocation(job.registry(), "");
    try {
      if (!state.isServer() && !Files.isDirectory(Path.of(state.registry()))) {
        // Opening it would make an empty one here.
        return Optional.of(
            unsettled(job, "its state, %s, is not on this machine".formatted(job.registry())));
      }
      try (Registry registry = Registry.open(state)) {
        registry.leases(clock).releaseRun(job.run());
        Optional<RunReport> report = end(job, clock);
        report.ifPresent(
            ended ->
                registry.runs(clock).endOnce(job.run(), RunEnd.of(ended, OptionalInt.empty())));
        return report.isPresent()
            ? Optional.empty()
            : Optional.of(
                unsettled(job, "its report in %s can't be read from here".formatted(job.folder())));
      }
    } catch (RegistryException e) {
      return Optional.of(unsettled(job, e.getMessage()));
    }
  }

  /** The run's report with its end, as it is now in the run folder; empty where it isn't there. */
  private static Optional<RunReport> end(ClusterJob job, Clock clock) {
    RunFolder folder = new RunFolder(job.folder());
    try {
      Optional<RunReport> report = folder.report().filter(each -> each.run().equals(job.run()));
      if (report.isEmpty() || report.get().endedAt() != null) {
        return report;
      }
      RunReport ended = report.get().ended(ReportStatus.INCOMPLETE, clock.instant());
      folder.write(ended);
      return Optional.of(ended);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String unsettled(ClusterJob job, String why) {
    return "'muster runs' will show %s as gone, and not as stopped: %s".formatted(job.run(), why);
  }
}
