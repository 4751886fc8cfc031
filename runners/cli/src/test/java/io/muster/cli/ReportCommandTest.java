package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {

  private static final RunReport REPORT =
      new RunReport(
          "r-1",
          "completed",
          "2026-11-22T01:45:01Z",
          "2026-11-22T01:45:09Z",
          List.of(
              new RunReport.AudienceLine(
                  "tier-1",
                  "a1",
                  "Tier 1",
                  "77",
                  3,
                  1,
                  1,
                  0,
                  2,
                  0,
                  0,
                  0,
                  0,
                  1,
                  Map.of("MISSING_FIELD", 2L),
                  Map.of())),
          0);

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("report.json"), RunReportJson.write(REPORT));
  }

  @Test
  void showsText() {
    CommandRun run = CommandRun.of("report", folder.toString());

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("2 MISSING_FIELD"));
  }

  @Test
  void showsHtml() {
    CommandRun run = CommandRun.of("report", folder.toString(), "--html");

    assertThat(run.code(), is(0));
    assertThat(run.out(), startsWith("<!doctype html>"));
  }

  @Test
  void showsJsonAndNothingElse() {
    CommandRun run = CommandRun.of("report", folder.toString(), "--json");

    assertThat(RunReportJson.read(run.out()), equalTo(REPORT));
  }

  @Test
  void saysWhereThereIsNone() {
    CommandRun run = CommandRun.of("report", folder.resolve("nope").toString());

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("there is no report.json"));
  }

  @Test
  void saysWhatIsWrongWithOne() throws IOException {
    Files.writeString(folder.resolve("report.json"), "{\"run\": 1");

    CommandRun run = CommandRun.of("report", folder.toString());

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("report.json: line 1"));
    assertThat(run.err(), not(containsString("\tat ")));
  }
}
