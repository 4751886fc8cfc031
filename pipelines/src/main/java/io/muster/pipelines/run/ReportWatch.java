package io.muster.pipelines.run;

import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Shows the report as the run writes it, wherever the run's work is done. */
final class ReportWatch implements AutoCloseable {

  private static final long EVERY_SECONDS = 1;

  private final RunFolder folder;
  private final RunListener listener;
  private final ScheduledExecutorService looks;

  private ReportWatch(RunFolder folder, RunListener listener) {
    this.folder = folder;
    this.listener = listener;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "report-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  static ReportWatch of(RunFolder folder, RunListener listener) {
    ReportWatch watch = new ReportWatch(folder, listener);
    // Ends with its executor.
    ScheduledFuture<?> unused =
        watch.looks.scheduleWithFixedDelay(
            watch::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  private void look() {
    try {
      folder.report().ifPresent(listener::progress);
    } catch (IOException | RuntimeException e) {
      // Not there yet, or being replaced: the next look will see it.
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
