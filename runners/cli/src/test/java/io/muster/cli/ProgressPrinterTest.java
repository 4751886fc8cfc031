package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.muster.pipelines.report.RunReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressPrinterTest {

  private static final RunReport SO_FAR =
      new RunReport(
          "r",
          "incomplete",
          "2026-11-22T01:45:01Z",
          null,
          List.of(
              new RunReport.AudienceLine(
                  "d",
                  "a",
                  "A",
                  null,
                  12_345,
                  12_000,
                  0,
                  0,
                  5,
                  0,
                  0,
                  0,
                  340,
                  0,
                  Map.of("X", 5L),
                  Map.of())),
          0);

  private final StringWriter err = new StringWriter();
  private final SettableClock clock = new SettableClock();

  @Test
  void aLineEveryFiveSecondsWhereNobodyLooks() {
    try (ProgressPrinter printer = printer(false)) {
      for (int second = 1; second <= 11; second++) {
        clock.now = CommandRun.NOW.plusSeconds(second);
        printer.progress(SO_FAR);
      }
    }
    assertThat(
        err.toString().lines().toList(),
        contains(
            equalTo("title"),
            containsString("5 s: 12,345 received, 12,000 done, 5 excluded, 0 failed, 340 pending"),
            containsString("10 s: ")));
  }

  @Test
  void oneLineIsRewrittenOnATerminalAndGoneAtTheEnd() {
    try (ProgressPrinter printer = printer(true)) {
      printer.progress(SO_FAR);
      printer.notice("a list is refused");
      printer.progress(SO_FAR);
    }
    String line = "   0 s: 12,345 received, 12,000 done, 5 excluded, 0 failed, 340 pending\r";
    String clear = "\r\u001b[K";
    assertThat(
        err.toString().replace(System.lineSeparator(), "\n"),
        equalTo("title\n" + line + clear + "a list is refused\n" + line + clear));
  }

  private ProgressPrinter printer(boolean terminal) {
    return new ProgressPrinter(new PrintWriter(err, true), clock, terminal, "title");
  }

  private static final class SettableClock extends Clock {
    private Instant now = CommandRun.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
