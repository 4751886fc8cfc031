package io.muster.pipelines.report;

import io.muster.pipelines.report.RunDetails.Holding;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Optional;

/** What lists hold, by what Muster knows and by the vendors' word. */
final class HtmlLists {

  private static final String HOLDS =
      "members that Muster knows the list to hold, from all runs so far";

  private final StringBuilder page;
  private final RunReport report;
  private final RunDetails details;
  private final List<VendorColumn> said;

  HtmlLists(StringBuilder page, RunReport report, RunDetails details) {
    this.page = page;
    this.report = report;
    this.details = details;
    this.said = VendorColumn.saidIn(report);
  }

  /** Nothing where nothing is known beyond the report's counts. */
  void append() {
    boolean held = !details.holdings().isEmpty();
    if (!held && said.isEmpty()) {
      return;
    }
    String heading = held ? "What each list holds now" : "Accepted, landed, matched";
    page.append("<section>\n<h2>").append(heading);
    page.append("</h2>\n<p>Accepted is of this run;");
    page.append(" what the vendor says is of the whole list, when it was asked last.</p>\n");
    page.append("<div class=\"wide\" tabindex=\"0\" role=\"region\"");
    page.append(" aria-label=\"").append(heading).append("\">");
    page.append("<table>\n<thead><tr><th scope=\"col\">Audience</th>");
    if (held) {
      column("holds now");
      column("added");
      column("removed");
    }
    column("accepted");
    said.forEach(column -> column(title(column)));
    page.append("</tr></thead>\n<tbody>\n");
    report.dataflows().forEach(line -> row(line, held));
    page.append("</tbody>\n</table></div>\n<p class=\"where\">");
    if (held) {
      meaning("holds now", HOLDS);
    }
    meaning("accepted", VendorColumn.ACCEPTED);
    said.forEach(column -> meaning(title(column), column.meaning()));
    if (said.isEmpty()) {
      page.append("no vendor has said what its list holds.</p>\n</section>\n");
    } else {
      page.append("<b>&ndash;</b> the vendor does not say, or was not asked.</p>\n</section>\n");
    }
  }

  private void column(String title) {
    page.append("<th scope=\"col\">").append(title).append("</th>");
  }

  private void row(AudienceLine line, boolean held) {
    Optional<Holding> holding =
        details.holdings().stream()
            .filter(each -> each.dataflow().equals(line.dataflow()))
            .filter(each -> each.audience().equals(line.audience()))
            .findFirst();
    page.append("<tr><th scope=\"row\">").append(HtmlText.escape(line.audienceName()));
    page.append("<small>");
    holding.ifPresent(each -> page.append(HtmlText.escape(each.vendor())).append(", "));
    page.append(HtmlText.escape(line.dataflow())).append("</small></th>");
    if (held) {
      cell("holds now", holding.map(each -> HtmlText.number(each.members())), false);
      count("added", line.added());
      count("removed", line.removed());
    }
    count("accepted", line.accepted());
    said.forEach(column -> cell(title(column), column.of(line, HtmlText::number), false));
    page.append("</tr>\n");
  }

  private void count(String name, long count) {
    cell(name, Optional.of(HtmlText.number(count)), count == 0);
  }

  private void cell(String name, Optional<String> text, boolean zero) {
    page.append("<td data-name=\"").append(name).append('"');
    page.append(zero || text.isEmpty() ? " class=\"zero\">" : ">");
    page.append(text.map(HtmlText::escape).orElse("&ndash;")).append("</td>");
  }

  private void meaning(String word, String meaning) {
    page.append("<b>").append(word).append("</b> ").append(HtmlText.escape(meaning));
    page.append(" &middot;\n");
  }

  private static String title(VendorColumn column) {
    return switch (column) {
      case LANDED -> "landed";
      case MATCHED -> "matched";
      case AUDIENCE_SIZE -> "audience size";
      case VENDOR_STATE -> "state";
    };
  }
}
