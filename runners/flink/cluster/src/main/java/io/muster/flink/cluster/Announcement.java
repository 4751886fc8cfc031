package io.muster.flink.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.flink.distribution.FlinkDistribution;
import io.muster.kafka.KafkaBroker;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the command says once all is up. */
record Announcement(LocalStack stack, ClusterOptions options, List<Topic> topics) {

  /** For programs: one line. */
  String json() {
    LocalCluster cluster = stack.cluster();
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("flink", FlinkDistribution.version());
    json.put("flinkMaster", cluster.address());
    json.put("page", cluster.page().toString());
    ArrayNode metrics = json.putArray("metrics");
    cluster.metricsUrls().forEach(url -> metrics.add(url.toString()));
    stack.broker().ifPresent(broker -> json.put("kafka", broker.brokers()));
    json.put("folder", stack.folder().toString());
    json.put("savepoints", cluster.savepoints().toString());
    ObjectNode pids = json.putObject("pids");
    pids.put(cluster.jobManager().name(), cluster.jobManager().pid());
    cluster.taskManagers().forEach(process -> pids.put(process.name(), process.pid()));
    stack.broker().ifPresent(broker -> pids.put("kafka", broker.pid()));
    return json.toString();
  }

  /** For people. */
  String text() {
    LocalCluster cluster = stack.cluster();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Flink %s is up, TaskManagers: %d, slots of each: %d"
            .formatted(FlinkDistribution.version(), options.taskManagers(), options.slots()));
    lines.add("  page and REST API  " + cluster.page());
    lines.add(
        "  metrics            "
            + cluster.metricsUrls().stream().map(URI::toString).collect(Collectors.joining(" ")));
    stack
        .broker()
        .ifPresent(broker -> lines.add("  Kafka              " + broker.brokers() + topicNames()));
    lines.add("  folder             " + stack.folder());
    lines.add("");
    lines.add("To start a job on it:");
    lines.add("  ./muster activate -w muster.yaml " + input());
    lines.add("      --runner flink --flinkMaster=" + cluster.address());
    lines.add("");
    lines.add("Ctrl-C ends all of it.");
    return String.join(System.lineSeparator(), lines);
  }

  private String topicNames() {
    return topics.isEmpty()
        ? ""
        : topics.stream().map(Topic::name).collect(Collectors.joining(", ", ", topics: ", ""));
  }

  private String input() {
    return stack
        .broker()
        .map(KafkaBroker::brokers)
        .map(
            brokers ->
                "--kafka-brokers "
                    + brokers
                    + " --kafka-topic "
                    + topics.stream().map(Topic::name).findFirst().orElse("TOPIC")
                    + " \\")
        .orElse("--input PATH \\");
  }
}
