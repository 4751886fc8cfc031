package io.muster.cli.endtoend;

import io.muster.sandbox.Sandbox;
import io.muster.sandbox.vendor.Vendor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The text of a workspace that activates accounts at three vendors and people at one, all of them a
 * sandbox's. A connection is named after its vendor.
 */
final class WorkspaceText {

  static final String DEMANDBASE = "demandbase";
  static final String PEOPLE = "demandbase-people";
  static final String LINKEDIN = "linkedin";
  static final String BOMBORA = "bombora";

  private final Sandbox sandbox;
  private final Map<String, String> extras = new TreeMap<>();
  private final Set<String> connections =
      new LinkedHashSet<>(List.of(DEMANDBASE, PEOPLE, LINKEDIN, BOMBORA));
  private String registry = "";

  WorkspaceText(Sandbox sandbox) {
    this.sandbox = sandbox;
    connections.forEach(name -> delivery(name, "maxBatchAge: 1s, pollEvery: 1s, retryFor: 1m"));
  }

  /** What a connection's {@code delivery} says. */
  WorkspaceText delivery(String connection, String settings) {
    extras.put(connection + " delivery", "    delivery: { " + settings + " }\n");
    return this;
  }

  /** What a connection's {@code limits} say. */
  WorkspaceText limits(String connection, String settings) {
    extras.put(connection + " limits", "    limits: { " + settings + " }\n");
    return this;
  }

  /** Only these connections and what is activated through them. */
  WorkspaceText only(String... names) {
    connections.retainAll(List.of(names));
    return this;
  }

  /** The URL of the registry's database, in place of a file beside the workspace. */
  WorkspaceText registry(String url) {
    registry = "state: { registry: \"" + url + "\" }\n";
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(registry).append("connections:\n");
    connections.forEach(name -> text.append(connection(name)));
    text.append("dataflows:\n");
    connections.forEach(name -> text.append(dataflow(name)));
    return text.toString();
  }

  private String connection(String name) {
    String own =
        switch (name) {
          case DEMANDBASE, PEOPLE ->
              """
                  destination: %s
                  auth: { token: "${file:demandbase.secret}" }
                  budget: demandbase-tenant
              """
                  .formatted(name);
          case LINKEDIN ->
              """
                  destination: linkedin-companies
                  account: "512345678"
                  auth: { token: "${file:linkedin.secret}" }
              """;
          case BOMBORA ->
              """
                  destination: bombora
                  auth: { clientId: sandbox-client, clientSecret: "${file:bombora.secret}" }
              """;
          default -> throw new IllegalArgumentException(name);
        };
    Vendor vendor = Vendor.of(name);
    return "  %s:\n%s    endpoint: %s\n    tokenEndpoint: %s\n%s%s"
        .formatted(
            name,
            own,
            sandbox.endpoint(vendor),
            sandbox.tokenEndpoint(vendor),
            extras.get(name + " delivery"),
            extras.getOrDefault(name + " limits", ""));
  }

  private static String dataflow(String connection) {
    return switch (connection) {
      case DEMANDBASE ->
          """
            tier:
              connection: demandbase
              audiences: [ { id: %s, name: Tier 1 } ]
              mappings:
                - { source: accountName, target: accountName }
                - { source: accountOrganization.domain, target: accountEmailDomain }
                - { source: accountKey.sourceKey, target: "identity:primaryId" }
          """
              .formatted(Bench.TIER);
      case PEOPLE ->
          """
            champions:
              connection: demandbase-people
              audiences: [ { id: %s, name: Champions } ]
              mappings:
                - { source: workEmail.address, target: "identity:email" }
                - { source: b2b.personKey.sourceKey, target: externalPersonId }
                - { source: person.name.firstName, target: firstName }
                - { source: person.name.lastName, target: lastName }
          """
              .formatted(Bench.CHAMPIONS);
      case LINKEDIN ->
          """
            abm:
              connection: linkedin
              audiences: [ { id: %s, name: Tier 1 }, { id: %s, name: Renewals } ]
              mappings:
                - { source: accountName, target: companyName }
                - { source: accountOrganization.domain, target: companyWebsiteDomain }
                - { source: accountKey.sourceKey, target: "identity:primaryId" }
          """
              .formatted(Bench.TIER, Bench.RENEWALS);
      case BOMBORA ->
          """
            intent:
              connection: bombora
              audiences: [ { id: %s, name: Renewals } ]
              mappings:
                - { source: accountOrganization.domain, target: companyWebsiteDomain }
                - { source: accountKey.sourceKey, target: "identity:primaryId" }
          """
              .formatted(Bench.RENEWALS);
      default -> throw new IllegalArgumentException(connection);
    };
  }
}
