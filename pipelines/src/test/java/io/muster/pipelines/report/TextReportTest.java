package io.muster.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.muster.model.Reason;
import java.util.List;
import java.util.Map;
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
  void tellsWhatWasHeldBackFromValuesThatWereLeftOut() {
    RunReport report =
        SampleReport.incomplete(
            SampleReport.warned("Tier 1", Map.of("REMOVALS_BLOCKED", 15L, "TOO_LONG", 2L)),
            SampleReport.warned("Intent", Map.of("REMOVALS_BLOCKED", 1L)));
    assertThat(
        TextReport.render(report),
        containsString(
            """

            held back or still owed, in none of these counts:
              16 REMOVALS_BLOCKED: so many removals at once were held back, to be safe; \
            if they are right, run it again with --confirm-removals 'Tier 1' --confirm-removals Intent, \
            or raise the audience's guard
                15 in d, Tier 1
                1 in d, Intent

            left out, while the change went on without it:
              2 TOO_LONG: a name is over 255 characters
                2 in d, Tier 1
            """));
  }

  @Test
  void sendsNobodyToAReplayForWhatNoChangeWaitsFor() {
    for (Reason reason : Reason.values()) {
      assertThat(
          CodeWords.ofOwed(reason.name(), List.of("Intent")).mend(), not(containsString("replay")));
    }
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    RunReport report = new RunReport("r\u001b[2J", "completed", "x\r", null, List.of(), 0);
    assertThat(TextReport.render(report), not(containsString("\u001b")));
    assertThat(TextReport.render(report), not(containsString("\r")));
  }
}
