package io.muster.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.model.Reason;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {

  @Test
  void isTheGoldenPage() {
    assertThat(HtmlReport.render(SampleReport.mixed()), equalTo(Golden.text("report.golden.html")));
  }

  @Test
  void escapesWhatComesFromOutside() {
    String page = HtmlReport.render(SampleReport.mixed());
    assertThat(page, not(containsString("<b>\"accounts\"")));
    assertThat(
        page, containsString("&lt;b&gt;&quot;accounts&quot;&lt;/b&gt; &amp; &#39;more&#39;"));
  }

  @Test
  void needsNothingFromOutside() {
    String page = HtmlReport.render(SampleReport.mixed());
    assertThat(
        Pattern.compile("(?i)(src|href|action)\\s*=|url\\(|@import|https?:|<script")
            .matcher(page)
            .find(),
        is(false));
  }

  @Test
  void showsTheSumThatAddsUp() {
    assertThat(
        HtmlReport.render(SampleReport.mixed()),
        containsString(
            "1,252 = 1,000 activated + 15 unchanged + 200 superseded + 32 excluded + 5 failed</p>"));
  }

  @Test
  void tellsAcceptedFromMatched() {
    String page = HtmlReport.render(SampleReport.mixed());
    assertThat(
        page,
        containsString(
            "<td data-name=\"accepted\">1,000</td><td data-name=\"matched\">880</td>"
                + "<td data-name=\"audience size\">17,600</td><td data-name=\"state\">READY</td>"));
    assertThat(page, containsString("<td data-name=\"matched\" class=\"zero\">&ndash;</td>"));
    assertThat(page, not(containsString("<td data-name=\"landed\"")));
  }

  @Test
  void escapesAVendorsWord() {
    AudienceLine line = SampleReport.said("<script>alert(1)</script>");
    String page = HtmlReport.render(SampleReport.of(line));
    assertThat(page, not(containsString("<script")));
  }

  @Test
  void hasNoTableOfWhatNoVendorSaid() {
    assertThat(
        HtmlReport.render(SampleReport.of("completed", 5, 5, 0)),
        not(containsString("aria-label=\"Accepted, landed, matched\"")));
  }

  @Test
  void saysWhenTheNumbersDoNotAddUp() {
    assertThat(
        HtmlReport.render(SampleReport.of("completed", 5, 4, 0)),
        containsString("the numbers do not add up"));
  }

  @Test
  void isNotContentWhereRemovalsWereHeldBack() {
    AudienceLine line =
        SampleReport.warned("Tier 1", Map.of("REMOVALS_BLOCKED", 15L, "TOO_LONG", 2L));

    String page = HtmlReport.render(SampleReport.incomplete(line));

    assertThat(page, containsString("<h1>Some lists are not finished</h1>"));
    assertThat(page, containsString("<h2>What was held back, or is still owed</h2>"));
    assertThat(page, containsString("<b>15</b> <code>REMOVALS_BLOCKED</code>"));
    assertThat(page, containsString("--confirm-removals &#39;Tier 1&#39;"));
    assertThat(page, containsString("<li><b>2</b> <code>TOO_LONG</code>"));
    assertThat(page, not(containsString("<li><b>15</b> <code>REMOVALS_BLOCKED</code>")));
  }

  @Test
  void isNotContentWithWhatAnEarlierVersionCalledCompleted() {
    RunReport report =
        SampleReport.incomplete(SampleReport.warned("Tier 1", Map.of("REMOVALS_BLOCKED", 15L)))
            .ended(ReportStatus.COMPLETED, Instant.parse("2026-11-22T01:45:09Z"));

    String page = HtmlReport.render(report);

    assertThat(page, containsString("<h1>Some lists are not finished</h1>"));
    assertThat(page, containsString("<p class=\"status fair\">"));
  }

  @Test
  void explainsEveryCodeOfTheContract() {
    for (Reason reason : Reason.values()) {
      assertThat(
          reason.name(),
          CodeWords.of(reason.name()),
          not(equalTo(CodeWords.of("A_CODE_OF_LATER_VERSIONS"))));
    }
  }
}
