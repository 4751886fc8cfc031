package io.muster.pipelines.report;

import io.muster.pipelines.report.RunDetails.Example;
import io.muster.pipelines.report.RunDetails.Words;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;

/** What the dead letters of a run say: examples, and the vendors' words. */
final class HtmlFindings {

  private final StringBuilder page;
  private final RunDetails details;

  HtmlFindings(StringBuilder page, RunDetails details) {
    this.page = page;
    this.details = details;
  }

  /** The examples of a code. */
  static void examples(StringBuilder page, RunReport report, RunDetails details, String code) {
    List<Example> examples =
        details.examples().stream().filter(example -> example.code().equals(code)).toList();
    if (examples.isEmpty()) {
      return;
    }
    page.append("<details open><summary>For example</summary>\n<ul class=\"examples\">\n");
    for (Example example : examples) {
      page.append("<li>");
      if (!example.profile().isEmpty()) {
        page.append("profile <code>").append(HtmlText.escape(example.profile()));
        page.append("</code>: ");
      }
      if (!example.value().isEmpty()) {
        page.append(HtmlText.escape(example.field())).append(" <code>");
        page.append(HtmlText.escape(example.value())).append("</code>: ");
      }
      page.append(HtmlText.escape(example.reason()));
      page.append(" <small>").append(HtmlText.escape(audience(report, example)));
      page.append(HtmlText.escape(example.source())).append("</small></li>\n");
    }
    page.append("</ul></details>\n");
  }

  private static String audience(RunReport report, Example example) {
    return report.dataflows().stream()
        .filter(line -> line.dataflow().equals(example.dataflow()))
        .filter(line -> line.audience().equals(example.audience()))
        .findFirst()
        .map(AudienceLine::audienceName)
        .map(name -> name + ", ")
        .orElse("");
  }

  /** The reasons for which changes have failed, in the vendors' words. */
  void append() {
    if (details.words().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>What the vendors said</h2>\n");
    page.append("<p>Why changes have failed, the most frequent first");
    if (details.lettersLeft()) {
      page.append(", among the first ").append(HtmlText.number(details.lettersRead()));
      page.append(" of the run's dead letters");
    }
    page.append(".</p>\n<ul class=\"codes\">\n");
    for (Words words : details.words()) {
      page.append("<li><h3>").append(HtmlText.number(words.changes()));
      page.append(words.changes() == 1 ? " change" : " changes");
      if (!words.vendor().isEmpty()) {
        page.append(", ").append(HtmlText.escape(words.vendor()));
      }
      page.append("</h3>\n<p class=\"said\">").append(HtmlText.escape(words.reason()));
      page.append("</p>\n<p class=\"where\"><code>").append(HtmlText.escape(words.code()));
      page.append("</code></p></li>\n");
    }
    page.append("</ul>\n</section>\n");
  }
}
