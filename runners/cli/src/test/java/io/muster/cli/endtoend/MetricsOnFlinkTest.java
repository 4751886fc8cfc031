package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.cli.operations.Exposition;
import io.muster.cli.operations.Exposition.Series;
import io.muster.cli.operations.LabelSets;
import io.muster.cli.operations.OperationsFiles;
import io.muster.cli.operations.OperationsFiles.Alert;
import io.muster.kafka.KafkaBroker;
import io.muster.process.LoopbackPorts;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flink's Prometheus reporter exports of a real run from Kafka to all four vendors. */
class MetricsOnFlinkTest {

  private static final String TOPIC = "changes";
  private static final String METRIC = "flink_taskmanager_job_task_operator_muster_";
  private static final Pattern OPERATOR =
      Pattern.compile("(?:Deliver.to|Receive.for).(.+).(?:Deliver|Count)");
  private static final int PROFILES = 40;

  @TempDir private static Path folder;
  private static KafkaBroker broker;
  private static Bench bench;
  private static MusterProcess run;
  private static Exposition exposition;

  @BeforeAll
  static void runUntilAllIsDelivered() throws Exception {
    broker = KafkaBroker.start(folder.resolve("kafka"), "unused");
    broker.createTopic(TOPIC, 2);
    bench = new Bench(folder, Bench.freeOfRates());
    bench.secret("linkedin-client", "sandbox-secret");
    bench.secret("linkedin-refresh", "sandbox-refresh-token");
    bench
        .sandbox
        .faults()
        .order(
            Fault.of(FaultKind.THROTTLE)
                .on(Vendor.BOMBORA)
                .path("/accounts$")
                .retryAfter("2")
                .times(1));
    writeWorkspace();
    sendChanges();
    int port = LoopbackPorts.free(1).get(0);
    run = start(port);
    exposition = await(port);
  }

  @AfterAll
  static void stop() throws Exception {
    if (run != null) {
      run.close();
    }
    if (bench != null) {
      bench.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static void writeWorkspace() throws IOException {
    String text =
        bench
            .workspaceText()
            .limits(WorkspaceText.DEMANDBASE, "requestsPerMinute: 100, requestsPerDay: 500")
            .toString()
            .replace(
                "auth: { token: \"${file:linkedin.secret}\" }",
                "auth: { clientId: sandbox-client, clientSecret:"
                    + " \"${file:linkedin-client.secret}\", refreshToken:"
                    + " \"${file:linkedin-refresh.secret}\" }");
    Files.writeString(bench.workspaceFile(), text);
  }

  private static void sendChanges() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < PROFILES; i++) {
      records.add(account("Account " + i, "d" + i + ".com"));
      records.add(person("p" + i, "p" + i + "@d" + i + ".com"));
    }
    records.add(account("", ""));
    records.add("no json");
    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    records.forEach(
        record -> sent.add(new ProducerRecord<>(TOPIC, record.getBytes(StandardCharsets.UTF_8))));
    broker.send(sent);
  }

  private static String account(String name, String domain) {
    return """
    {"accountKey":{"sourceKey":"key of %s"},"accountName":"%s","accountOrganization":{"domain":"%s"},"segmentMembership":{"ups":{"%s":%s,"%s":%s}}}\
    """
        .formatted(name, name, domain, Bench.TIER, MEMBER, Bench.RENEWALS, MEMBER);
  }

  private static String person(String id, String email) {
    return """
    {"b2b":{"personKey":{"sourceKey":"%s"}},"workEmail":{"address":"%s"},"person":{"name":{"firstName":"A","lastName":"B"}},"segmentMembership":{"ups":{"%s":%s}}}\
    """
        .formatted(id, email, Bench.CHAMPIONS, MEMBER);
  }

  private static final String MEMBER =
      "{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}";

  private static MusterProcess start(int port) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("flink"));
    Files.writeString(
        conf.resolve("config.yaml"),
        """
        metrics:
          reporter:
            prom:
              factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
              port: %d
        """
            .formatted(port));
    return MusterProcess.start(
        folder,
        "run",
        List.of(
            "activate",
            "--runner",
            "flink",
            "-w",
            bench.workspaceFile().toString(),
            "--kafka-brokers",
            broker.brokers(),
            "--kafka-topic",
            TOPIC,
            "--parallelism=2",
            "--checkpointingInterval=1000",
            "--flinkConfDir=" + conf,
            "--out",
            folder.resolve("out").toString()));
  }

  private static Exposition await(int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    Exposition last = new Exposition(List.of());
    while (true) {
      try {
        last = Exposition.scrape(port);
      } catch (IOException e) {
        // The reporter is not there yet.
      }
      if (isDelivered(last)) {
        return last;
      }
      assertThat(run.err(), run.isAlive());
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not all is delivered: " + last + run.err());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isDelivered(Exposition shown) {
    // Demandbase, Bombora and LinkedIn twice have each account, and one people's list each person.
    // Counters are shown one after another, so each that is looked at has to be there.
    return shown.sum(METRIC + "activated", series -> true) == 5 * PROFILES
        && shown.sum(METRIC + "added", series -> true) == 5 * PROFILES
        && shown.sum(METRIC + "pending", series -> true) == 0
        && shown.sum(METRIC + "malformed", series -> true) > 0
        && shown.sum("flink_jobmanager_job_numberOfCompletedCheckpoints", series -> true) > 0;
  }

  /** What an expression finds the connection by. */
  private static Map<String, Double> byConnection(String metric) {
    Map<String, Double> values = new TreeMap<>();
    for (Series each : exposition.of(METRIC + metric)) {
      Matcher operator = OPERATOR.matcher(each.label("operator_name"));
      assertThat(each.label("operator_name"), operator.matches());
      values.merge(operator.group(1), each.value(), Double::sum);
    }
    return values;
  }

  private static Map<String, Double> each(double accounts, double people, double linkedin) {
    return Map.of(
        "demandbase",
        accounts,
        "bombora",
        accounts,
        "demandbase_people",
        people,
        "linkedin",
        linkedin);
  }

  @Test
  void eachConnectionCountsWhatCameForItAndWhatBecameOfIt() {
    assertThat(byConnection("received"), is(each(PROFILES + 1, PROFILES, 2 * (PROFILES + 1))));
    assertThat(byConnection("activated"), is(each(PROFILES, PROFILES, 2 * PROFILES)));
    assertThat(byConnection("added"), is(each(PROFILES, PROFILES, 2 * PROFILES)));
    assertThat(byConnection("excluded"), is(each(1, 0, 2)));
    assertThat(byConnection("failed"), is(each(0, 0, 0)));
    assertThat(byConnection("pending"), is(each(0, 0, 0)));
    assertThat(byConnection("stopped"), is(each(0, 0, 0)));
    assertThat(exposition.sum(METRIC + "malformed", series -> true), is(1.0));
  }

  @Test
  void callsAreToldApartByWhatTheyCameTo() {
    // Bombora's first call with members was ordered to be too much.
    assertThat(byConnection("calls_throttled").get("bombora"), is(1.0));
    assertThat(byConnection("throttled_seconds").get("bombora"), is(greaterThanOrEqualTo(1.0)));
    assertThat(byConnection("calls_accepted").get("bombora"), is(greaterThanOrEqualTo(1.0)));
    assertThat(
        byConnection("calls_queued").get("demandbase"),
        is(byConnection("calls_accepted").get("demandbase")));
  }

  @Test
  void budgetAndCredentialsAreThoseOfTheVendors() {
    double now = Instant.now().getEpochSecond();
    assertThat(byConnection("budget_per_day_members").get("demandbase"), is(500.0));
    assertThat(
        byConnection("budget_left_today_members").get("demandbase"),
        is(both(lessThan(500.0)).and(greaterThan(400.0))));
    assertThat(byConnection("budget_per_minute_members").get("linkedin"), is(300.0));
    assertThat(byConnection("token_expiry_timestamp_seconds").get("bombora"), is(greaterThan(now)));
    assertThat(
        byConnection("credential_expiry_timestamp_seconds").keySet(), is(Set.of("linkedin")));
  }

  @Test
  void flinkNamesTheOperatorsAfterTheConnections() {
    Set<String> tasks =
        exposition.of("flink_taskmanager_job_task_busyTimeMsPerSecond").stream()
            .map(series -> series.label("task_name"))
            .collect(Collectors.toSet());
    for (String connection : List.of("demandbase", "demandbase_people", "linkedin", "bombora")) {
      assertThat(tasks, hasItem(startsWith("Deliver_to_" + connection + "_Deliver")));
    }
  }

  @Test
  void allThatIsExportedIsExplained() throws IOException {
    Set<String> exported =
        exposition.names().stream()
            .filter(name -> name.startsWith(METRIC))
            .map(name -> name.substring(METRIC.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(exported, is(OperationsFiles.explainedMetrics()));
  }

  @Test
  void eachExpressionOfTheDashboardFindsItsSeries() throws IOException {
    OperationsFiles.dashboardExpressions()
        .forEach(
            (panel, expression) -> {
              Set<Map<String, String>> found = LabelSets.of(expression, exposition);
              assertThat(panel, found, is(not(empty())));
              assertNamesConnections(panel, found);
            });
  }

  @Test
  void eachAlertFindsItsSeriesAndNamesTheConnectionOrTheJob() throws IOException {
    for (Alert alert : OperationsFiles.alerts()) {
      Set<Map<String, String>> found = LabelSets.of(alert.expression(), exposition);
      assertNamesConnections(alert.name(), found);
      for (Map<String, String> labels : found) {
        assertThat(alert.name() + labels, labels.containsKey("job_name"));
        String summary = (String) alert.annotations().get("summary");
        if (summary.contains("$labels.connection")) {
          assertThat(alert.name(), labels.containsKey("connection"));
        }
      }
    }
  }

  private static void assertNamesConnections(String where, Set<Map<String, String>> found) {
    for (Map<String, String> labels : found) {
      String connection = labels.getOrDefault("connection", "bombora");
      assertThat(where, connection, is(in(each(0, 0, 0).keySet())));
    }
  }

  @Test
  void theDashboardFindsTheConnectionsToChooseFrom() throws IOException {
    JsonNode variable = OperationsFiles.dashboard().at("/templating/list/2");
    Pattern regex = Pattern.compile(variable.path("regex").asText().replaceAll("^/|/$", ""));
    Set<String> choices =
        exposition.of(METRIC + "received").stream()
            .map(series -> regex.matcher(series.label("operator_name")))
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .collect(Collectors.toSet());
    assertThat(choices, is(each(0, 0, 0).keySet()));
  }
}
