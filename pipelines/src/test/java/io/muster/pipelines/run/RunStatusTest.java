package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.model.Reason;
import io.muster.pipelines.report.ReportStatus;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStatusTest {

  private static final Instant END = Instant.parse("2026-11-22T10:05:00Z");

  private static RunReport report(long malformed, AudienceLine... lines) {
    return new RunReport(
        "run-1", "incomplete", "2026-11-22T10:00:00Z", null, List.of(lines), malformed);
  }

  private static String status(RunReport report) {
    return report.ended(END).status();
  }

  private static AudienceLine line(
      long received, long activated, long excluded, long failed, Map<String, Long> byCode) {
    return new AudienceLine(
        "flow",
        "a1",
        "First",
        null,
        received,
        activated,
        0,
        0,
        excluded,
        failed,
        0,
        0,
        received - activated - excluded - failed,
        0,
        byCode,
        Map.of());
  }

  private static AudienceLine gaveUp(Reason reason) {
    boolean failed = reason.kind() == Reason.Kind.FAILED;
    return line(1, 0, failed ? 0 : 1, failed ? 1 : 0, Map.of(reason.name(), 1L));
  }

  private static final AudienceLine GOOD = line(3, 3, 0, 0, Map.of());

  @Test
  void everythingDeliveredIsComplete() {
    assertThat(status(report(0, GOOD)), is("completed"));
    assertThat(RunStatus.exitCode(report(0, GOOD)), is(ExitCode.DELIVERED));
  }

  @Test
  void nothingAtAllIsDelivered() {
    assertThat(status(report(0)), is("completed"));
    assertThat(RunStatus.exitCode(report(0)), is(ExitCode.DELIVERED));
  }

  @Test
  void malformedRecordsLeaveDeadLetters() {
    assertThat(status(report(1, GOOD)), is("completed"));
    assertThat(RunStatus.exitCode(report(1, GOOD)), is(ExitCode.DEAD_LETTERS));
  }

  @Test
  void whatIsPendingLeavesTheRunIncomplete() {
    RunReport report = report(0, GOOD, line(3, 2, 0, 0, Map.of()));
    assertThat(status(report), is("incomplete"));
    assertThat(RunStatus.exitCode(report), is(ExitCode.DEAD_LETTERS));
  }

  @ParameterizedTest
  @EnumSource
  void aCodeSaysWhetherAListWasStopped(Reason reason) {
    if (reason.kind() == Reason.Kind.MALFORMED) {
      return;
    }
    String status =
        switch (reason) {
          case UNAUTHORIZED, LIST_REFUSED, LIST_UNAVAILABLE, REMOVALS_BLOCKED -> "incomplete";
          default -> "completed";
        };
    ExitCode exitCode = reason == Reason.LIST_REFUSED ? ExitCode.REFUSED : ExitCode.DEAD_LETTERS;
    RunReport report = report(0, GOOD, gaveUp(reason));
    assertThat(status(report), is(status));
    assertThat(RunStatus.exitCode(report), is(exitCode));
  }

  private static AudienceLine warned(Reason reason) {
    return new AudienceLine(
        "flow", "a1", "First", null, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), warnings(reason));
  }

  private static Map<String, Long> warnings(Reason reason) {
    return Map.of(reason.name(), 15L);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOwedWithoutAChangeLeavesTheRunIncompleteAndAValueLeftOutDoesNot(Reason reason) {
    boolean owed = reason.kind() == Reason.Kind.FAILED;
    ExitCode exitCode =
        switch (reason) {
          case LIST_REFUSED -> ExitCode.REFUSED;
          default -> owed ? ExitCode.DEAD_LETTERS : ExitCode.DELIVERED;
        };
    RunReport report = report(0, GOOD, warned(reason));
    assertThat(status(report), is(owed ? "incomplete" : "completed"));
    assertThat(RunStatus.exitCode(report), is(exitCode));
    assertThat(RunStatus.exitCodeOfStopped(report), is(exitCode));
  }

  @Test
  void aNameThatIsTakenOutranksDeadLetters() {
    RunReport report = report(5, gaveUp(Reason.VENDOR_REJECTED), gaveUp(Reason.LIST_REFUSED));
    assertThat(RunStatus.exitCode(report), is(ExitCode.REFUSED));
  }

  @Test
  void aReportIsEndedOnceByItselfAndByOthersAtAnyTime() {
    RunReport ended = report(0, GOOD).ended(END);
    assertThat(ended.endedAt(), is("2026-11-22T10:05:00Z"));
    assertThat(ended.ended(END.plusSeconds(9)), is(ended));

    RunReport failed = ended.ended(ReportStatus.FAILED, END.plusSeconds(9));
    assertThat(failed.status(), is("failed"));
    assertThat(failed.endedAt(), is("2026-11-22T10:05:09Z"));
    assertThat(failed.dataflows(), is(List.of(GOOD)));
  }

  @Test
  void exitCodesAreTheContracts() {
    assertThat(ExitCode.DELIVERED.code(), is(0));
    assertThat(ExitCode.FAILED.code(), is(1));
    assertThat(ExitCode.USAGE.code(), is(2));
    assertThat(ExitCode.DEAD_LETTERS.code(), is(3));
    assertThat(ExitCode.REFUSED.code(), is(4));
  }
}
