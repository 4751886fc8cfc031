package io.muster.cli.endtoend;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.run.RunnerLauncher;
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
import java.util.ServiceLoader;
import java.util.Set;

/** A sandbox and a folder in which runs of either runner do real work. */
final class Bench implements AutoCloseable {

  static final String TIER = "5f3a0000-0000-4000-8000-000000000001";
  static final String RENEWALS = "5f3a0000-0000-4000-8000-000000000002";

  final Sandbox sandbox;
  final Path folder;
  final List<String> notices = new ArrayList<>();

  Bench(Path folder, SandboxConfig config) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start(config);
    secret("demandbase", "sandbox-demandbase-token");
    secret("linkedin", "sandbox-linkedin-token");
    secret("bombora", "sandbox-secret");
  }

  static SandboxConfig freeOfRates() {
    return SandboxConfig.defaults().withoutRates();
  }

  /** Puts a credential where the workspace refers to. */
  void secret(String name, String value) throws IOException {
    Files.writeString(folder.resolve(name + ".secret"), value + "\n");
  }

  Workspace workspace() throws IOException {
    String text =
        """
        connections:
          demandbase:
            destination: demandbase
            auth: { token: "${file:demandbase.secret}" }
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 1s, pollEvery: 1s, retryFor: 3s }
          linkedin:
            destination: linkedin-companies
            account: "512345678"
            auth: { token: "${file:linkedin.secret}" }
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 1s, retryFor: 8s }
          bombora:
            destination: bombora
            auth: { clientId: sandbox-client, clientSecret: "${file:bombora.secret}" }
            endpoint: %s
            tokenEndpoint: %s
            delivery: { maxBatchAge: 1s, retryFor: 3s }
        dataflows:
          tier:
            connection: demandbase
            audiences: [ { id: %s, name: Tier 1 } ]
            mappings:
              - { source: accountName, target: accountName }
              - { source: accountOrganization.domain, target: accountEmailDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
          abm:
            connection: linkedin
            audiences: [ { id: %s, name: Tier 1 }, { id: %s, name: Renewals } ]
            mappings:
              - { source: accountName, target: companyName }
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
          intent:
            connection: bombora
            audiences: [ { id: %s, name: Renewals } ]
            mappings:
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
        """
            .formatted(
                sandbox.endpoint(Vendor.DEMANDBASE),
                sandbox.tokenEndpoint(Vendor.DEMANDBASE),
                sandbox.endpoint(Vendor.LINKEDIN),
                sandbox.tokenEndpoint(Vendor.LINKEDIN),
                sandbox.endpoint(Vendor.BOMBORA),
                sandbox.tokenEndpoint(Vendor.BOMBORA),
                TIER,
                TIER,
                RENEWALS,
                RENEWALS);
    Path file = Files.writeString(folder.resolve("muster.yaml"), text);
    WorkspaceReading reading =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read(file);
    return reading.workspace().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  Path out(String run) {
    return folder.resolve("out-" + run);
  }

  RunOutcome activate(String runner, String run, List<Path> inputs)
      throws IOException, RunException {
    ActivationRequest request =
        new ActivationRequest(
            run,
            workspace(),
            inputs.stream().map(Path::toString).toList(),
            out(run).toString(),
            Set.of(),
            Duration.ofMinutes(1),
            List.of());
    return new ActivationRun(request, launcher(runner), new Notes(notices), Clock.systemUTC())
        .run();
  }

  static RunnerLauncher launcher(String runner) {
    return ServiceLoader.load(RunnerLauncher.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(launcher -> launcher.name().equals(runner))
        .findFirst()
        .orElseThrow();
  }

  private record Notes(List<String> notices) implements RunListener {
    @Override
    public void notice(String line) {
      synchronized (notices) {
        notices.add(line);
      }
    }

    @Override
    public void progress(RunReport soFar) {}
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
