package io.muster.pipelines.report;

import io.muster.model.Reason;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A report as one page that needs nothing else: for the person who asks whether the list is right.
 */
public final class HtmlReport {

  private static final String NOT_FINISHED = "Some lists are not finished";

  private final RunReport report;
  private final RunDetails details;
  private final Totals totals;
  private final HtmlCharts charts = new HtmlCharts();
  private final StringBuilder page = new StringBuilder(16_384);

  private HtmlReport(RunReport report, RunDetails details) {
    this.report = report;
    this.details = details;
    this.totals = Totals.of(report);
  }

  /** The page's HTML; every value in it is escaped. */
  public static String render(RunReport report) {
    return render(report, RunDetails.none());
  }

  /** The same of a run that has ended, with all that is known of it. */
  public static String render(RunReport report, RunDetails details) {
    return new HtmlReport(report, details).page();
  }

  /** Whether a page that was rendered before is of this very report, and so may be shown for it. */
  public static boolean isOf(String page, RunReport report) {
    return page.contains(stamp(report));
  }

  private static String stamp(RunReport report) {
    return "<meta name=\"report\" content=\"%s %s %s\">"
        .formatted(
            HtmlText.escape(report.run()),
            HtmlText.escape(report.status()),
            HtmlText.escape(String.valueOf(report.endedAt())));
  }

  private String page() {
    header();
    new HtmlLists(page, report, details).append();
    sum();
    audiences();
    codes();
    owed();
    new HtmlFindings(page, details).append();
    charts.append(page, report, details);
    leftOut();
    words();
    return head() + page + "</main>\n" + charts.scripts() + "</body>\n</html>\n";
  }

  private String head() {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'%s">
    %s
    <title>Audience run %s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    """
        .formatted(
            charts.policy(),
            stamp(report),
            HtmlText.escape(report.run()),
            style() + charts.style());
  }

  private void header() {
    String look =
        switch (status()) {
          case COMPLETED -> isClean() ? "good" : "fair";
          case INCOMPLETE, FAILED -> isGoing() ? "going" : "bad";
        };
    page.append("<header>\n<p class=\"run\">Run ")
        .append(HtmlText.escape(report.run()))
        .append("</p>\n");
    page.append("<h1>").append(HtmlText.escape(headline())).append("</h1>\n");
    page.append("<p class=\"status ").append(look).append("\"><b>");
    page.append(HtmlText.escape(report.status()))
        .append("</b> ")
        .append(HtmlText.escape(statusWords()))
        .append("</p>\n");
    page.append("<p class=\"times\">Started ")
        .append(HtmlText.escape(HtmlText.time(report.startedAt())));
    if (!isGoing()) {
      page.append(", ended ").append(HtmlText.escape(HtmlText.time(report.endedAt())));
    }
    page.append(".</p>\n</header>\n");
  }

  /** A word that this version does not know says that something is wrong. */
  private ReportStatus status() {
    return ReportStatus.of(report.status()).orElse(ReportStatus.FAILED);
  }

  private boolean isGoing() {
    return report.endedAt() == null;
  }

  private boolean isClean() {
    return totals.excluded() == 0
        && totals.failed() == 0
        && totals.owed().isEmpty()
        && report.malformed() == 0;
  }

  private String headline() {
    long left = totals.excluded() + totals.failed();
    return switch (status()) {
      case COMPLETED -> {
        if (!totals.owed().isEmpty()) {
          // An earlier version called such a run completed.
          yield NOT_FINISHED;
        }
        if (totals.received() == 0) {
          yield "There was nothing to do";
        }
        yield left == 0
            ? "All lists are as they should be"
            : "All lists are done, " + changes(left) + " could not be activated";
      }
      case INCOMPLETE -> isGoing() ? "The run is going on" : NOT_FINISHED;
      case FAILED -> "The run failed";
    };
  }

  private String statusWords() {
    return switch (status()) {
      case COMPLETED -> "Every change has its outcome; nothing is pending.";
      case INCOMPLETE ->
          isGoing()
              ? "These are the numbers so far."
              : "Something is still pending or owed, or a list was stopped.";
      case FAILED -> "These are the numbers up to then; it is safe to run it again.";
    };
  }

  private void sum() {
    page.append("<section>\n<h2>Where every change went</h2>\n<ul class=\"tiles\">\n");
    tile("all", "received", totals.received(), "changes that concern these audiences");
    tile("activated", "activated", totals.activated(), "the vendor holds it as it should be");
    tile("unchanged", "unchanged", totals.unchanged(), "the vendor held it so already: no call");
    tile("superseded", "superseded", totals.superseded(), "a newer change took its place");
    tile("excluded", "excluded", totals.excluded(), "the data did not qualify");
    tile("failed", "failed", totals.failed(), "the vendor did not take it");
    if (totals.pending() != 0) {
      tile("pending", "pending", totals.pending(), "the outcome is open");
    }
    page.append("</ul>\n<p class=\"adds-up\">");
    page.append(HtmlText.number(totals.received())).append(totals.addUp() ? " = " : " &ne; ");
    page.append(HtmlText.number(totals.activated())).append(" activated + ");
    page.append(HtmlText.number(totals.unchanged())).append(" unchanged + ");
    page.append(HtmlText.number(totals.superseded())).append(" superseded + ");
    page.append(HtmlText.number(totals.excluded())).append(" excluded + ");
    page.append(HtmlText.number(totals.failed())).append(" failed");
    if (totals.pending() != 0) {
      page.append(" + ").append(HtmlText.number(totals.pending())).append(" pending");
    }
    page.append(totals.addUp() ? "" : ": <b>the numbers do not add up</b>").append("</p>\n");
    if (report.malformed() > 0) {
      page.append("<p>Besides, <b>").append(HtmlText.number(report.malformed()));
      page.append(report.malformed() == 1 ? "</b> record was" : "</b> records were");
      page.append(" no profile change at all: ")
          .append("whoever wrote the export should look into the dead letters.</p>\n");
    }
    page.append("</section>\n");
  }

  private void tile(String kind, String title, long count, String meaning) {
    page.append("<li class=\"").append(kind).append("\"><b>").append(HtmlText.number(count));
    page.append("</b> <span>").append(title).append("</span> <small>").append(meaning);
    page.append("</small></li>\n");
  }

  private void audiences() {
    page.append("<section>\n<h2>Each audience</h2>\n");
    if (report.dataflows().isEmpty()) {
      page.append("<p>No audience was in the run.</p>\n</section>\n");
      return;
    }
    page.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Each audience\">");
    page.append("<table>\n<thead><tr><th scope=\"col\">Audience</th>");
    List<String> columns =
        List.of(
            "received",
            "activated",
            "unchanged",
            "superseded",
            "excluded",
            "failed",
            "pending",
            "added",
            "removed",
            "calls");
    columns.forEach(column -> page.append("<th scope=\"col\">").append(column).append("</th>"));
    page.append("</tr></thead>\n<tbody>\n");
    for (AudienceLine line : report.dataflows()) {
      page.append("<tr><th scope=\"row\">").append(HtmlText.escape(line.audienceName()));
      page.append("<small>").append(HtmlText.escape(line.dataflow())).append(", ");
      page.append(line.list() == null ? "no list yet" : "list " + HtmlText.escape(line.list()));
      page.append("</small>");
      bar(line);
      page.append("</th>");
      numbers(columns, Totals.of(line));
      page.append("</tr>\n");
    }
    page.append("</tbody>\n<tfoot><tr><th scope=\"row\">All</th>");
    numbers(columns, totals);
    page.append("</tr></tfoot>\n</table></div>\n</section>\n");
  }

  private void numbers(List<String> columns, Totals counts) {
    List<Long> values =
        List.of(
            counts.received(),
            counts.activated(),
            counts.unchanged(),
            counts.superseded(),
            counts.excluded(),
            counts.failed(),
            counts.pending(),
            counts.added(),
            counts.removed(),
            counts.calls());
    for (int i = 0; i < values.size(); i++) {
      page.append("<td data-name=\"").append(columns.get(i)).append('"');
      page.append(values.get(i) == 0 ? " class=\"zero\">" : ">");
      page.append(HtmlText.number(values.get(i))).append("</td>");
    }
  }

  /** The same numbers as a strip, for the eye alone. */
  private void bar(AudienceLine line) {
    page.append("<span class=\"bar\" aria-hidden=\"true\">");
    part("activated", line.activated());
    part("unchanged", line.unchanged());
    part("superseded", line.superseded());
    part("excluded", line.excluded());
    part("failed", line.failed());
    part("pending", line.pending());
    page.append("</span>");
  }

  private void part(String kind, long count) {
    if (count > 0) {
      page.append("<i class=\"").append(kind).append("\" style=\"flex-grow:").append(count);
      page.append("\"></i>");
    }
  }

  private void codes() {
    if (totals.byCode().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>What could not be activated, and why</h2>\n<ul class=\"codes\">\n");
    for (Map.Entry<String, Long> code : totals.byCode().entrySet()) {
      CodeWords words = CodeWords.of(code.getKey());
      page.append("<li><h3>")
          .append(HtmlText.escape(capital(words.meaning())))
          .append("</h3>\n<p>");
      page.append("<b>").append(changes(code.getValue())).append("</b> <code>");
      page.append(HtmlText.escape(code.getKey())).append("</code>").append(whose(code.getKey()));
      page.append("</p>\n<p>What to do: ").append(HtmlText.escape(words.mend())).append(".</p>\n");
      where(code.getKey(), AudienceLine::byCode);
      HtmlFindings.examples(page, report, details, code.getKey());
      page.append("</li>\n");
    }
    page.append("</ul>\n<p>Each of these changes is in the run's dead letters, with its reason");
    page.append(" and the record as it came.</p>\n</section>\n");
  }

  private static String whose(String code) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(code))
        .findFirst()
        .map(
            reason ->
                (reason.kind() == Reason.Kind.FAILED ? " failed, " : " excluded, ")
                    + (reason.fault() == Reason.Fault.VENDOR ? "the vendor's side" : "our side"))
        .orElse("");
  }

  private void where(String code, Function<AudienceLine, Map<String, Long>> counts) {
    page.append("<p class=\"where\">");
    String separator = "";
    for (AudienceLine line : report.dataflows()) {
      Long count = counts.apply(line).get(code);
      if (count != null) {
        page.append(separator).append(HtmlText.escape(line.audienceName())).append(" (");
        page.append(HtmlText.escape(line.dataflow())).append("): ").append(HtmlText.number(count));
        separator = " &middot; ";
      }
    }
    page.append("</p>\n");
  }

  private void owed() {
    if (totals.owed().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>What was held back, or is still owed</h2>\n<p>No change of this");
    page.append(" run waits for it, so it is in none of the counts above, and cannot be");
    page.append(" replayed.</p>\n<ul class=\"codes\">\n");
    for (Map.Entry<String, Long> code : totals.owed().entrySet()) {
      List<String> audiences =
          report.dataflows().stream()
              .filter(line -> line.owed().containsKey(code.getKey()))
              .map(AudienceLine::audienceName)
              .toList();
      CodeWords words = CodeWords.ofOwed(code.getKey(), audiences);
      page.append("<li><h3>").append(HtmlText.escape(capital(words.meaning())));
      page.append("</h3>\n<p><b>").append(HtmlText.number(code.getValue()));
      page.append("</b> <code>").append(HtmlText.escape(code.getKey()));
      page.append("</code></p>\n<p>What to do: ").append(HtmlText.escape(words.mend()));
      page.append(".</p>\n");
      where(code.getKey(), AudienceLine::owed);
      if (!totals.byCode().containsKey(code.getKey())) {
        HtmlFindings.examples(page, report, details, code.getKey());
      }
      page.append("</li>\n");
    }
    page.append("</ul>\n</section>\n");
  }

  private void leftOut() {
    if (totals.leftOut().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Values that were left out</h2>\n<p>The changes went on without");
    page.append(" them; a better value makes a better match.</p>\n<ul>\n");
    for (Map.Entry<String, Long> code : totals.leftOut().entrySet()) {
      page.append("<li><b>").append(HtmlText.number(code.getValue())).append("</b> <code>");
      page.append(HtmlText.escape(code.getKey())).append("</code> ");
      page.append(HtmlText.escape(CodeWords.of(code.getKey()).meaning())).append("</li>\n");
    }
    page.append("</ul>\n</section>\n");
  }

  private void words() {
    page.append(
        """
        <section class="words">
        <h2>What the numbers say, and what they do not</h2>
        <dl>
        <dt>Accepted</dt>
        <dd>The vendor acknowledged the member. <i>activated</i>, <i>added</i> and <i>removed</i>
        count this. What says so:
        %s</dd>
        <dt>Landed</dt>
        <dd>The vendor says that the member is in its list. What is counted:
        %s</dd>
        <dt>Matched</dt>
        <dd>The vendor found the company or the person among its own. What is counted:
        %s</dd>
        <dt>added, removed</dt>
        <dd>Members, one that was sent again too. Several changes may come to one member, so they
        need not add up to <i>activated</i>.</dd>
        <dt>calls</dt>
        <dd>Requests that carried members, repeats included.</dd>
        </dl>
        </section>
        """
            .formatted(VendorWords.ACCEPTED, VendorWords.LANDED, VendorWords.MATCHED));
  }

  private static String changes(long count) {
    return HtmlText.number(count) + (count == 1 ? " change" : " changes");
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not beside " + HtmlReport.class);
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
