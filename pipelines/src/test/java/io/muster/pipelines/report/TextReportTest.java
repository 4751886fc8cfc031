package io.muster.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextReportTest {

  @Test
  void showsEveryNumberAndEveryCode() {
    assertThat(TextReport.render(SampleReport.mixed()), equalTo(Golden.text("report.golden.txt")));
  }

  @Test
  void showsPendingOnlyWhereSomethingIs() {
    assertThat(
        TextReport.render(SampleReport.of("incomplete", 5, 1, 4)), containsString("pending"));
    assertThat(
        TextReport.render(SampleReport.of("completed", 5, 5, 0)), not(containsString("pending")));
  }

  @Test
  void showsWhatVendorsSayOnlyWhereOneSaysIt() {
    assertThat(
        TextReport.render(SampleReport.of("completed", 5, 5, 0)), not(containsString("accepted")));
    String text = TextReport.render(SampleReport.mixed());
    assertThat(text, containsString("accepted  matched  audienceSize  vendorState"));
    assertThat(text, not(containsString("landed")));
  }

  @Test
  void saysWhenTheNumbersDoNotAddUp() {
    assertThat(
        TextReport.render(SampleReport.of("completed", 5, 4, 0)), containsString("do not add up"));
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    RunReport report = new RunReport("r\u001b[2J", "completed", "x\r", null, List.of(), 0);
    assertThat(TextReport.render(report), not(containsString("\u001b")));
    assertThat(TextReport.render(report), not(containsString("\r")));
  }
}
