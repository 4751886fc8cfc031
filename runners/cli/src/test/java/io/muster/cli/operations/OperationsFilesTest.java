package io.muster.cli.operations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.cli.operations.OperationsFiles.Alert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What can be said of the dashboard and the rules without a job; see MetricsOnFlinkTest for the
 * rest.
 */
class OperationsFilesTest {

  @Test
  void theDashboardIsOneThatGrafanaLoadsForAnyDataSource() throws IOException {
    JsonNode dashboard = OperationsFiles.dashboard();
    assertThat(dashboard.path("uid").asText(), is("muster-activation"));
    assertThat(dashboard.path("schemaVersion").asInt(), is(greaterThan(37)));
    List<String> variables = new ArrayList<>();
    dashboard.path("templating").path("list").forEach(each -> variables.add(text(each, "name")));
    assertThat(variables, is(List.of("datasource", "job", "connection")));

    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : OperationsFiles.panels()) {
      String title = text(panel, "title");
      assertThat(title + ": its id is its own", ids.add(panel.path("id").asInt()));
      assertThat(title, panel.path("gridPos").path("w").asInt(), is(greaterThan(0)));
      if (!text(panel, "type").equals("row")) {
        assertThat(title, text(panel.path("datasource"), "uid"), is("${datasource}"));
        assertThat(title, panel.path("targets").size(), is(greaterThan(0)));
      }
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  @Test
  void eachConnectionHasARowThatShowsOnlyItself() throws IOException {
    List<JsonNode> panels = OperationsFiles.panels();
    List<String> repeated = new ArrayList<>();
    boolean inside = false;
    for (JsonNode panel : panels) {
      if (text(panel, "type").equals("row")) {
        inside = text(panel, "repeat").equals("connection");
        repeated.add(text(panel, "repeat"));
        continue;
      }
      for (JsonNode target : panel.path("targets")) {
        assertThat(
            text(panel, "title"), text(target, "expr").contains("($connection)"), is(inside));
      }
    }
    assertThat(repeated, hasItem("connection"));
  }

  @Test
  void panelsDoNotOverlap() throws IOException {
    Map<String, String> taken = new java.util.HashMap<>();
    for (JsonNode panel : OperationsFiles.panels()) {
      JsonNode at = panel.path("gridPos");
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          String other = taken.put(x + "," + y, text(panel, "title"));
          assertThat(text(panel, "title") + " over " + other, other == null && x < 24);
        }
      }
    }
  }

  @Test
  void eachAlertSaysWhatHappenedWhatToDoAndWhereItIsExplained() throws IOException {
    String page = OperationsFiles.page();
    List<String> names = new ArrayList<>();
    for (Alert alert : OperationsFiles.alerts()) {
      names.add(alert.name());
      PromQl.parse(alert.expression());
      assertThat(alert.name(), alert.labels().get("severity"), is(not((Object) null)));
      for (String part : List.of("summary", "description")) {
        assertThat(alert.name(), (String) alert.annotations().get(part), is(not("")));
      }
      assertThat(
          alert.annotations().get("runbook"),
          is("docs/operate.md#" + alert.name().toLowerCase(Locale.ROOT)));
      assertThat(page, containsString("\n#### " + alert.name() + "\n"));
    }
    assertThat(names.size(), is(new HashSet<>(names).size()));
    assertThat(
        names,
        hasItems(
            "MusterVendorNotAccepting",
            "MusterPendingGrows",
            "MusterOldestPendingTooOld",
            "MusterBudgetNearlySpent",
            "MusterCredentialEndsSoon",
            "MusterCredentialDead",
            "MusterCheckpointsFailing",
            "MusterJobRestarting",
            "MusterManyExcluded"));
  }

  /** Prometheus' own tool knows the language whole, where it is installed. */
  @Test
  void promtoolFindsTheRulesRight() throws Exception {
    Path tool =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(tool != null, "no promtool on the PATH");
    Process process =
        new ProcessBuilder(
                tool.toString(), "test", "rules", OperationsFiles.alertRulesTest().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, process.waitFor(), is(0));
  }

  @Test
  void eachAlertIsTriedByPromtool() throws IOException {
    String tests = Files.readString(OperationsFiles.alertRulesTest());
    List<String> untried =
        OperationsFiles.alerts().stream()
            .map(Alert::name)
            .filter(name -> !tests.contains("alertname: " + name + "\n"))
            .toList();
    assertThat(untried, is(empty()));
  }
}
