package io.muster.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.pipelines.report.RunDetails.Accepted;
import io.muster.pipelines.report.RunDetails.Budget;
import io.muster.pipelines.report.RunDetails.Kind;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The page's charts: their places, their data, and the library that draws them, which is packed
 * into the page. A page without charts has no script.
 */
final class HtmlCharts {

  /** No limit, as a workspace's limits say it. */
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int MOST_LINES = 8;
  private static final int DAYS = 30;

  private final ArrayNode charts = JsonNodeFactory.instance.arrayNode();

  /** The sections with the charts; nothing where nothing is known. */
  void append(StringBuilder page, RunReport report, RunDetails details) {
    if (!details.accepted().isEmpty()) {
      accepted(page, report, details.accepted());
    }
    if (!details.budgets().isEmpty()) {
      budgets(page, report, details.budgets());
    }
  }

  private void accepted(StringBuilder page, RunReport report, List<Accepted> all) {
    List<Accepted> most =
        all.stream()
            .sorted(Comparator.comparingLong(HtmlCharts::last).reversed())
            .limit(MOST_LINES)
            .toList();
    page.append("<section>\n<h2>When the vendors accepted it</h2>\n<p>Members acknowledged since");
    page.append(" the run began, by list");
    page.append(most.size() < all.size() ? ", the " + MOST_LINES + " largest" : "");
    page.append(". A call that was taken in part stands here as if it had been taken whole,");
    page.append(" up to what was acknowledged in the end.</p>\n");
    TreeSet<Long> moments = new TreeSet<>();
    moments.add(second(report.startedAt()));
    moments.add(second(report.endedAt()));
    most.forEach(list -> list.bySecond().keySet().forEach(at -> moments.add(at.getEpochSecond())));
    ObjectNode chart = chart(page, "Members that vendors acknowledged, over the run");
    chart.put("look", "steps");
    moments.forEach(chart.putArray("x")::add);
    ArrayNode series = chart.putArray("series");
    for (Accepted list : most) {
      TreeMap<Instant, Long> sums = new TreeMap<>(list.bySecond());
      ObjectNode line = series.addObject().put("name", name(report, list));
      ArrayNode values = line.putArray("y");
      for (long moment : moments) {
        Map.Entry<Instant, Long> by = sums.floorEntry(Instant.ofEpochSecond(moment));
        values.add(by == null ? 0 : by.getValue());
      }
    }
    page.append("</section>\n");
  }

  private static long last(Accepted list) {
    return list.bySecond().values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static String name(RunReport report, Accepted list) {
    return report.dataflows().stream()
        .filter(line -> line.dataflow().equals(list.dataflow()))
        .filter(line -> line.audience().equals(list.audience()))
        .findFirst()
        .map(AudienceLine::audienceName)
        .map(name -> name + " (" + list.dataflow() + ")")
        .orElse(list.dataflow());
  }

  private void budgets(StringBuilder page, RunReport report, List<Budget> budgets) {
    page.append("<section>\n<h2>What the vendors' budgets were used for</h2>\n<p>Calls that were");
    page.append(" drawn from each budget, by all runs that share it: in each minute of this run");
    page.append(" (its last hour), and on each day (UTC) of the last month.</p>\n");
    page.append("<div class=\"charts\">\n");
    for (Budget budget : budgets) {
      if (budget.kinds().stream().anyMatch(kind -> kind.perMinute() < UNLIMITED)) {
        bars(page, budget.name() + ", calls a minute", "minutes", minutes(budget));
      }
      if (budget.kinds().stream().anyMatch(kind -> kind.perDay() < UNLIMITED)) {
        bars(page, budget.name() + ", calls a day", "days", days(budget, report));
      }
    }
    page.append("</div>\n<div class=\"wide\" tabindex=\"0\" role=\"region\"");
    page.append(" aria-label=\"Budgets\"><table>\n<thead><tr><th scope=\"col\">Budget, call</th>");
    for (String title :
        List.of("most in a minute", "allowed a minute", "that day", "allowed a day")) {
      page.append("<th scope=\"col\">").append(title).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (Budget budget : budgets) {
      budget.kinds().forEach(kind -> row(page, budget, kind));
    }
    page.append("</tbody>\n</table></div>\n</section>\n");
  }

  private static void row(StringBuilder page, Budget budget, Kind kind) {
    page.append("<tr><th scope=\"row\">").append(HtmlText.escape(budget.name()));
    page.append("<small>").append(HtmlText.escape(kind.name())).append("</small></th>");
    cell(page, "most in a minute", HtmlText.number(kind.highestMinute()));
    cell(page, "allowed a minute", limit(kind.perMinute()));
    cell(page, "that day", HtmlText.number(kind.day()));
    cell(page, "allowed a day", limit(kind.perDay()));
    page.append("</tr>\n");
  }

  private static void cell(StringBuilder page, String name, String text) {
    page.append("<td data-name=\"").append(name).append("\">").append(text).append("</td>");
  }

  private static String limit(int calls) {
    return calls == UNLIMITED ? "no limit" : HtmlText.number(calls);
  }

  private static Map<Long, Long> minutes(Budget budget) {
    Map<Long, Long> minutes = new TreeMap<>();
    budget.byMinute().forEach((minute, calls) -> minutes.put(minute.getEpochSecond(), calls));
    return minutes;
  }

  private static Map<Long, Long> days(Budget budget, RunReport report) {
    LocalDate last =
        LocalDate.ofInstant(Instant.ofEpochSecond(second(report.endedAt())), ZoneOffset.UTC);
    Map<Long, Long> days = new TreeMap<>();
    for (int before = DAYS; before >= 0; before--) {
      LocalDate day = last.minusDays(before);
      days.put(
          day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(), budget.byDay().getOrDefault(day, 0L));
    }
    return days;
  }

  private void bars(StringBuilder page, String title, String look, Map<Long, Long> values) {
    ObjectNode chart = chart(page, title);
    chart.put("look", look);
    values.keySet().forEach(chart.putArray("x")::add);
    ArrayNode y = chart.putArray("series").addObject().put("name", "calls").putArray("y");
    values.values().forEach(y::add);
  }

  /** A place for a chart in the page, and its data. */
  private ObjectNode chart(StringBuilder page, String title) {
    String id = "chart-" + (charts.size() + 1);
    page.append("<figure><figcaption>").append(HtmlText.escape(title));
    page.append("</figcaption><div class=\"chart\" id=\"").append(id);
    page.append("\" role=\"img\" aria-label=\"").append(HtmlText.escape(title));
    page.append("\"></div></figure>\n");
    return charts.addObject().put("id", id);
  }

  private static long second(String iso) {
    return Instant.parse(iso).getEpochSecond();
  }

  /** What the page's policy allows for its scripts, and for no other. */
  String policy() {
    return charts.isEmpty()
        ? ""
        : "; script-src '%s' '%s'".formatted(hash(library()), hash(drawing()));
  }

  /** The library's style. */
  String style() {
    return charts.isEmpty() ? "" : ChartLibrary.load().style() + "\n";
  }

  /** Data, library and drawing, for the page's end. */
  String scripts() {
    if (charts.isEmpty()) {
      return "";
    }
    return "<script type=\"application/json\" id=\"charts\">%s</script>\n<script>%s</script>\n<script>%s</script>\n"
        .formatted(data(), library(), drawing());
  }

  private String data() {
    try {
      // A name can't end the script.
      return new ObjectMapper().writeValueAsString(charts).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("charts are made of texts and numbers", e);
    }
  }

  private static String library() {
    return ChartLibrary.load().script();
  }

  private static String drawing() {
    return ChartLibrary.load().drawing();
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
