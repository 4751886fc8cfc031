package io.muster.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Runs of a small workspace on DirectRunner against the vendors' simulators. */
final class RunBench implements AutoCloseable {

  /** Two connections, so that one may fail while the other delivers. */
  private static final String WORKSPACE =
      """
      connections:
        intent:
          destination: bombora
          auth: { clientId: "sandbox-client", clientSecret: "${file:secret}" }
          endpoint: ENDPOINT/bombora/account-list/v1
          tokenEndpoint: ENDPOINT/bombora/oauth/token
          delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2s, pollEvery: 1s }
        crm:
          destination: demandbase
          auth: { clientId: "sandbox-client", clientSecret: "${file:secret}" }
          endpoint: ENDPOINT/demandbase/import/v1
          tokenEndpoint: ENDPOINT/demandbase/auth/v1/token
          delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2s, pollEvery: 1s }
      dataflows:
        domains:
          connection: intent
          audiences:
            - { id: a1, name: "First" }
            - { id: a2, name: "Second" }
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        accounts:
          connection: crm
          audiences:
            - { id: a1, name: "First" }
          mappings:
            - { source: accountName,                target: accountName }
            - { source: accountOrganization.domain, target: accountEmailDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }
      """;

  private final Path folder;
  private final Sandbox sandbox;
  private final List<String> notices = new CopyOnWriteArrayList<>();

  RunBench(Path folder) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start(SandboxConfig.defaults().withoutRates());
    Files.writeString(folder.resolve("secret"), "sandbox-secret\n");
  }

  Sandbox sandbox() {
    return sandbox;
  }

  List<String> notices() {
    return notices;
  }

  Path out() {
    return folder.resolve("out");
  }

  Workspace workspace() {
    return workspace(WORKSPACE.replace("ENDPOINT", endpoint()));
  }

  /** The same, whose connections outlast any outage. */
  Workspace patientWorkspace() {
    return workspace(
        WORKSPACE.replace("ENDPOINT", endpoint()).replace("retryFor: 2s", "retryFor: 1h"));
  }

  /** Without a slash at the end. */
  String endpoint() {
    return sandbox.baseUri().toString().replaceFirst("/$", "");
  }

  Workspace workspace(String yaml) {
    WorkspaceReading reading =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read("muster.yaml", yaml, folder);
    return reading
        .workspace()
        .orElseThrow(() -> new AssertionError("a wrong workspace: " + reading.problems()));
  }

  /** A file of input. */
  Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  RunOutcome run(String run, Workspace workspace, Path... inputs) throws RunException {
    return run(run, workspace, List.of(), inputs);
  }

  RunOutcome run(String run, Workspace workspace, List<String> beamArguments, Path... inputs)
      throws RunException {
    return run(run, workspace, beamArguments, new TestLauncher(), inputs);
  }

  RunOutcome run(
      String run,
      Workspace workspace,
      List<String> beamArguments,
      RunnerLauncher launcher,
      Path... inputs)
      throws RunException {
    return run(RunTerms.plain("activate"), run, workspace, beamArguments, launcher, inputs);
  }

  /** A run in the name of its terms' id. */
  RunOutcome run(RunTerms terms, RunnerLauncher launcher, Path... inputs) throws RunException {
    return run(terms, terms.id().orElseThrow(), workspace(), List.of(), launcher, inputs);
  }

  private RunOutcome run(
      RunTerms terms,
      String run,
      Workspace workspace,
      List<String> beamArguments,
      RunnerLauncher launcher,
      Path... inputs)
      throws RunException {
    ActivationRequest request =
        new ActivationRequest(
                run,
                workspace,
                Stream.of(inputs).map(Path::toString).toList(),
                out().toString(),
                Set.of(),
                Duration.ofSeconds(60),
                beamArguments)
            .on(terms);
    RunListener listener =
        new RunListener() {
          @Override
          public void notice(String line) {
            notices.add(line);
          }

          @Override
          public void progress(RunReport soFar) {}
        };
    return new ActivationRun(request, launcher, listener, Clock.systemUTC()).run();
  }

  /** The report as it was written. */
  RunReport report() throws IOException {
    return RunReportJson.read(Files.readString(out().resolve("report.json")));
  }

  /** The lines of all files of a folder below the run folder. */
  List<JsonNode> lines(String below) throws IOException {
    return linesBelow(out().resolve(below));
  }

  /** The lines of all files of a folder. */
  static List<JsonNode> linesBelow(Path folder) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          lines.add(new JsonMapper().readTree(line));
        }
      }
    }
    return lines;
  }

  Set<String> members(Vendor vendor, String list) {
    return sandbox.list(vendor, list).orElseThrow().identifiers();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
