package io.muster.cli;

import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.RunListener;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Says how a run gets on: one line rewritten on a terminal, else a line every few seconds. */
final class ProgressPrinter implements RunListener, AutoCloseable {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int NARROWEST_TERMINAL = 79;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final Clock clock;
  private final boolean terminal;
  private final String title;
  private final Instant start;
  private Instant next;
  private boolean titled;
  private boolean lineOpen;

  /**
   * @param title a line that goes before the first progress
   */
  ProgressPrinter(PrintWriter err, Clock clock, boolean terminal, String title) {
    this.err = err;
    this.clock = clock;
    this.terminal = terminal;
    this.title = title;
    this.start = clock.instant();
    this.next = start.plus(BETWEEN_LINES);
  }

  @Override
  public synchronized void notice(String line) {
    clear();
    err.println(line);
  }

  @Override
  public synchronized void progress(RunReport soFar) {
    if (!titled) {
      titled = true;
      err.println(title);
    }
    Instant now = clock.instant();
    if (terminal) {
      String line = line(soFar, now);
      clear();
      // A line of the log, which knows nothing of this one, is to cover it.
      err.print(line.substring(0, Math.min(NARROWEST_TERMINAL, line.length())) + "\r");
      err.flush();
      lineOpen = true;
    } else if (!now.isBefore(next)) {
      next = now.plus(BETWEEN_LINES);
      err.println(line(soFar, now));
    }
  }

  @Override
  public synchronized void close() {
    clear();
    err.flush();
  }

  private void clear() {
    if (lineOpen) {
      err.print(CLEAR_LINE);
      lineOpen = false;
    }
  }

  private String line(RunReport report, Instant now) {
    return String.format(
        Locale.ENGLISH,
        "%4d s: %,d received, %,d done, %,d excluded, %,d failed, %,d pending",
        Duration.between(start, now).toSeconds(),
        sum(report, AudienceLine::received),
        sum(report, line -> line.activated() + line.unchanged() + line.superseded()),
        sum(report, AudienceLine::excluded),
        sum(report, AudienceLine::failed),
        sum(report, AudienceLine::pending));
  }

  private static long sum(RunReport report, ToLongFunction<AudienceLine> count) {
    return report.dataflows().stream().mapToLong(count).sum();
  }
}
