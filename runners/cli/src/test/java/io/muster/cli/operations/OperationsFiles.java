package io.muster.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard, the alert rules and the page that explains them, as they are in this project. */
public final class OperationsFiles {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path FOLDER = ROOT.resolve(Path.of("runners", "flink", "operations"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROW = Pattern.compile("^\\| ((?:`[a-z_]+`(?:, )?)+) \\|.*");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  private OperationsFiles() {}

  /** An alert. */
  public record Alert(
      String name,
      String expression,
      Map<String, Object> labels,
      Map<String, Object> annotations) {}

  public static Path alertRules() {
    return FOLDER.resolve("prometheus-alerts.yaml");
  }

  public static Path alertRulesTest() {
    return FOLDER.resolve("prometheus-alerts-test.yaml");
  }

  public static JsonNode dashboard() throws IOException {
    return JSON.readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
  }

  /** The page's text. */
  public static String page() throws IOException {
    return Files.readString(ROOT.resolve(Path.of("docs", "operate.md")));
  }

  /** The dashboard's panels. */
  public static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    dashboard().path("panels").forEach(panels::add);
    return panels;
  }

  /**
   * The dashboard's expressions under their panels' titles, with everything chosen of what a reader
   * may choose.
   */
  public static Map<String, String> dashboardExpressions() throws IOException {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String where = "%d %s, %s";
        expressions.put(
            where.formatted(
                panel.path("id").asInt(),
                panel.path("title").asText(),
                target.path("refId").asText()),
            target
                .path("expr")
                .asText()
                .replace("$__rate_interval", "1m")
                .replace("$connection", ".+")
                .replace("$job", ".+"));
      }
    }
    return expressions;
  }

  /** The rules that alert. */
  @SuppressWarnings("unchecked") // a mistake in the file's shape fails the test
  public static List<Alert> alerts() throws IOException {
    Map<String, Object> file =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(alertRules()));
    List<Alert> alerts = new ArrayList<>();
    for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
      for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
        alerts.add(
            new Alert(
                (String) rule.get("alert"),
                (String) rule.get("expr"),
                (Map<String, Object>) rule.get("labels"),
                (Map<String, Object>) rule.get("annotations")));
      }
    }
    return alerts;
  }

  /** The metrics that the page explains, by the first column of its tables. */
  public static Set<String> explainedMetrics() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : page().lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        NAME.matcher(row.group(1)).results().forEach(name -> names.add(name.group(1)));
      }
    }
    return names;
  }
}
