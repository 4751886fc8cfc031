package io.muster.cli;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Vendor;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A sandbox, and a workspace whose state knows lists of audiences that it has and has not. */
final class ListsBench implements AutoCloseable {

  static final Instant MADE = Instant.parse("2026-11-20T10:00:00Z");
  static final String LAST_RUN = "20261121T010000Z-activate-0001";

  final Sandbox sandbox;
  private final Path folder;

  ListsBench(Path folder) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start(SandboxConfig.defaults().withoutRates());
    Files.writeString(folder.resolve("demandbase.secret"), "sandbox-demandbase-token\n");
    Files.writeString(folder.resolve("linkedin.secret"), "sandbox-linkedin-token\n");
    Files.writeString(folder.resolve("bombora.secret"), "sandbox-secret\n");
    write("");
  }

  /** Writes the workspace; each dataflow has one audience, {@code a1}, called Kept. */
  void write(String bomboraMore) throws IOException {
    Files.writeString(
        file(),
        """
        connections:
          demandbase:
            destination: demandbase
            auth: { token: "${file:demandbase.secret}" }
            endpoint: %s
            tokenEndpoint: %s
          linkedin:
            destination: linkedin-companies
            account: "512345678"
            auth: { token: "${file:linkedin.secret}" }
            endpoint: %s
            tokenEndpoint: %s
          bombora:
            destination: bombora
            auth: { clientId: sandbox-client, clientSecret: "${file:bombora.secret}" }
            endpoint: %s
            tokenEndpoint: %s
            %s
        dataflows:
          tier:
            connection: demandbase
            audiences: [ { id: a1, name: Kept } ]
            mappings:
              - { source: accountName, target: accountName }
              - { source: accountOrganization.domain, target: accountEmailDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
          abm:
            connection: linkedin
            audiences: [ { id: a1, name: Kept } ]
            mappings:
              - { source: accountName, target: companyName }
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
          intent:
            connection: bombora
            audiences: [ { id: a1, name: Kept } ]
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
                bomboraMore));
  }

  Path file() {
    return folder.resolve("muster.yaml");
  }

  Workspace workspace() {
    return WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
        .read(file())
        .workspace()
        .orElseThrow();
  }

  Registry registry() {
    return Registry.open(workspace().state());
  }

  /** Makes a list at the vendor, as somebody else would; answers with its id. */
  String make(String connection, String name) {
    return make(connection, new ListName(name, "key of " + name));
  }

  /** Makes a list at the vendor under a key, where the vendor keeps one; answers with its id. */
  String make(String connection, ListName name) {
    try (VendorHttpClient http =
        new VendorHttpClient(HttpTimeouts.defaults(), Secrets.ofProcess(), Clock.systemUTC())) {
      VendorLists lists =
          Destinations.load()
              .require(workspace().connection(connection).destination())
              .open(workspace().connection(connection), http.within(CallBudget.unlimited()));
      VendorAnswer<VendorList> answer = lists.create(name);
      return ((VendorAnswer.Accepted<VendorList>) answer).value().id();
    }
  }

  void register(String connection, String dataflow, String audience, String name, String id) {
    try (Registry registry = registry()) {
      registry
          .lists(Clock.systemUTC())
          .put(
              new Registration(
                  connection,
                  new ListRef(dataflow, audience),
                  name,
                  id,
                  MADE,
                  MADE.plusSeconds(60),
                  LAST_RUN,
                  4000));
    }
  }

  /** A list at the vendor that the registry knows. */
  void known(String connection, String dataflow, String audience, String name) {
    register(connection, dataflow, audience, name, make(connection, name));
  }

  /** What the registry knows: connection and name. */
  List<String> registered() {
    try (Registry registry = registry()) {
      return registry.lists().all().stream()
          .map(each -> each.connection() + " " + each.name())
          .toList();
    }
  }

  List<String> atVendors() {
    return sandbox.lists().stream().map(each -> each.vendor() + " " + each.name()).toList();
  }

  Path database() {
    return folder.resolve(".muster").resolve("registry.mv.db");
  }

  CommandRun prune(String... more) {
    return prune(Clock.fixed(CommandRun.NOW, ZoneOffset.UTC), more);
  }

  CommandRun prune(Clock clock, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "lists";
    arguments[1] = "prune";
    arguments[2] = "-w";
    arguments[3] = file().toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.at(clock, arguments);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
