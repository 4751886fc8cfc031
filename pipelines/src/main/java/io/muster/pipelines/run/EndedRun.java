package io.muster.pipelines.run;

import io.muster.pipelines.page.PageDetails;
import io.muster.pipelines.page.PageSources;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RunEnd;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.sink.RunEnding;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/**
 * Tells the registry that a run has ended, and writes the whole page, where no launcher may be left
 * that would.
 *
 * @param registry a folder, or a URL without a password
 */
record EndedRun(RunFolder folder, PageSources sources, String registry, ClockSource clock)
    implements RunEnding {

  @Override
  public void ended(RunReport report) {
    try (Registry opened = Registry.open(new StateLocation(registry, ""))) {
      opened
          .runs(clock.open())
          .endOnce(
              report.run(), RunEnd.of(report, OptionalInt.of(RunStatus.exitCode(report).code())));
      folder.writePage(report, PageDetails.of(sources, report, folder, opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the whole page of a run that its launcher has seen the end of. Without it the page shows
   * what the report says.
   */
  static void writePage(
      RunFolder folder,
      PageSources sources,
      RunReport report,
      Registry registry,
      RunListener listener) {
    if (report.endedAt() == null) {
      return;
    }
    try {
      folder.writePage(report, PageDetails.of(sources, report, folder, registry));
    } catch (IOException | RuntimeException e) {
      // Whatever it is, all is delivered and the numbers are written.
      listener.notice(
          "report.html in %s shows the numbers alone: %s".formatted(folder.path(), e.getMessage()));
    }
  }
}
