package io.muster.bundle;

import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.RunReportJson;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The vendors, and a folder with workspaces and run folders. */
final class Site implements AutoCloseable {

  static final String LINKEDIN = "linkedin";
  static final String BOMBORA = "bombora";
  static final String DEMANDBASE = "demandbase";
  static final String PEOPLE = "demandbase-people";
  static final String[] ALL = {LINKEDIN, BOMBORA, DEMANDBASE, PEOPLE};

  /** Only the cluster has them; whoever submits needs none. */
  static final Map<String, String> SECRETS =
      Map.of(
          "LINKEDIN_TOKEN",
          "sandbox-linkedin-token",
          "BOMBORA_SECRET",
          "sandbox-secret",
          "DEMANDBASE_TOKEN",
          "sandbox-demandbase-token");

  /** Of the cluster's processes, which end before the second compiler would pay for itself. */
  static final Map<String, String> ENVIRONMENT = withQuickStart(SECRETS);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Sandbox sandbox;
  private final Path folder;

  Site(Path folder) throws IOException {
    this(folder, SandboxConfig.defaults().withoutRates());
  }

  /** With vendors that keep to their rates, say. */
  Site(Path folder, SandboxConfig vendors) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start(vendors);
  }

  private static Map<String, String> withQuickStart(Map<String, String> environment) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    return Map.copyOf(more);
  }

  /** Writes a workspace with some connections; all of this site share one state. */
  Path workspace(String... connections) throws IOException {
    StringBuilder text = new StringBuilder("state: %s\n".formatted(folder.resolve("state")));
    text.append("guard: { maxRemovals: 100% }\nconnections:\n");
    for (String connection : connections) {
      text.append(connection(connection));
    }
    text.append("dataflows:\n");
    for (String connection : connections) {
      text.append(dataflow(connection));
    }
    return Files.writeString(
        folder.resolve(String.join("-", connections) + ".yaml"), text.toString());
  }

  private String connection(String name) {
    return switch (name) {
      case LINKEDIN -> linkedin();
      case BOMBORA -> bombora();
      case DEMANDBASE, PEOPLE -> demandbase(name);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String demandbase(String name) {
    Vendor vendor = Vendor.of(name);
    return """
          %s:
            destination: %s
            auth: { token: "${env:DEMANDBASE_TOKEN}" }
            budget: demandbase-tenant
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 2s, firstRetry: 1s, retryFor: 1h, pollEvery: 1s }
        """
        .formatted(name, name, sandbox.endpoint(vendor), sandbox.tokenEndpoint(vendor));
  }

  private String linkedin() {
    return """
          linkedin:
            destination: linkedin-companies
            account: "512345678"
            auth: { token: "${env:LINKEDIN_TOKEN}" }
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 1h }
        """
        .formatted(sandbox.endpoint(Vendor.LINKEDIN), sandbox.tokenEndpoint(Vendor.LINKEDIN));
  }

  private String bombora() {
    return """
          bombora:
            destination: bombora
            auth: { clientId: sandbox-client, clientSecret: "${env:BOMBORA_SECRET}" }
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 1h }
        """
        .formatted(sandbox.endpoint(Vendor.BOMBORA), sandbox.tokenEndpoint(Vendor.BOMBORA));
  }

  private static String dataflow(String connection) {
    return """
          to-%s:
            connection: %s
            audiences: [ { id: %s, name: Renewals } ]
            mappings:
        %s"""
        .formatted(connection, connection, Account.AUDIENCE, mappings(connection).indent(6));
  }

  private static String mappings(String connection) {
    String id = "- { source: accountKey.sourceKey, target: \"identity:primaryId\" }\n";
    return switch (connection) {
      case LINKEDIN ->
          """
          - { source: accountName, target: companyName }
          - { source: accountOrganization.domain, target: companyWebsiteDomain }
          """
              + id;
      case BOMBORA ->
          """
          - { source: accountOrganization.domain, target: companyWebsiteDomain }
          """
              + id;
      case DEMANDBASE ->
          """
          - { source: accountName, target: accountName }
          - { source: accountOrganization.domain, target: accountEmailDomain }
          """
              + id;
      case PEOPLE ->
          """
          - { source: workEmail.address, target: "identity:email" }
          """;
      default -> throw new IllegalArgumentException(connection);
    };
  }

  /** Writes an input file. */
  Path input(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name + ".jsonl"), lines);
  }

  Path out(String run) {
    return folder.resolve("out-" + run);
  }

  /** The line of a connection's one audience. */
  AudienceLine line(String run, String connection) {
    return report(run).dataflows().stream()
        .filter(line -> line.dataflow().equals("to-" + connection))
        .findFirst()
        .orElseThrow();
  }

  RunReport report(String run) {
    try {
      return RunReportJson.read(Files.readString(out(run).resolve("report.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A run's dead letters, a line each. */
  List<String> letters(String run) throws IOException {
    List<String> letters = new ArrayList<>();
    try (Stream<Path> files = Files.list(out(run).resolve("dead-letters"))) {
      for (Path file : files.toList()) {
        letters.addAll(Files.readAllLines(file));
      }
    }
    return letters;
  }

  /** How much a connection has received; 0 while there is no report. */
  long received(String run, String connection) {
    return Files.exists(out(run).resolve("report.json")) ? line(run, connection).received() : 0;
  }

  /** Whether a connection has received so many changes, and owes nothing. */
  boolean isDelivered(String run, String connection, long changes) {
    return received(run, connection) == changes && line(run, connection).pending() == 0;
  }

  /** The domains that a connection's list holds. */
  SortedSet<String> held(String connection) {
    return switch (connection) {
      case LINKEDIN -> fields(Vendor.LINKEDIN, "companyWebsiteDomain");
      case BOMBORA ->
          new TreeSet<>(sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers());
      case DEMANDBASE -> fields(Vendor.DEMANDBASE, "Account Domain");
      case PEOPLE -> {
        SortedSet<String> domains = new TreeSet<>();
        fields(Vendor.DEMANDBASE_PEOPLE, "Email")
            .forEach(email -> domains.add(email.substring(email.indexOf('@') + 1)));
        yield domains;
      }
      default -> throw new IllegalArgumentException(connection);
    };
  }

  private SortedSet<String> fields(Vendor vendor, String field) {
    SortedSet<String> values = new TreeSet<>();
    sandbox.members(vendor, "Renewals").forEach(member -> values.add(member.fields().get(field)));
    return values;
  }

  /** Whether a consumer group has committed all of these changes, and nothing else. */
  static boolean isCommitted(
      KafkaBroker broker, String group, String topic, int partitions, List<Account> changes) {
    try {
      return broker.committed(group).equals(Account.ends(topic, partitions, changes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void until(String what, Condition<RuntimeException> condition) throws IOException {
    Patience.until(what, PATIENCE, condition);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
