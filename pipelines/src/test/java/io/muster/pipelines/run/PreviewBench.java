package io.muster.pipelines.run;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.preview.Preview;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.preview.PreviewRun;
import io.muster.pipelines.preview.RememberedLists;
import io.muster.pipelines.report.RunReport;
import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A workspace of all four destinations, changes for it, and previews on DirectRunner. */
final class PreviewBench {

  /** Nobody watches. */
  static final RunListener NOBODY =
      new RunListener() {
        @Override
        public void notice(String line) {}

        @Override
        public void progress(RunReport soFar) {}
      };

  private PreviewBench() {}

  /** The workspace's text; its connections wait as long for company as they do by default. */
  static String workspace(String endpoint) {
    return """
        connections:
          crm:
            destination: demandbase
            auth: { token: "${file:demandbase}" }
            endpoint: ENDPOINT/demandbase/import/v1
            tokenEndpoint: ENDPOINT/demandbase/auth/v1/token
            delivery: { firstRetry: 1s, pollEvery: 1s }
          people:
            destination: demandbase-people
            auth: { clientId: "sandbox-client", clientSecret: "${file:secret}" }
            endpoint: ENDPOINT/demandbase/import/v1
            tokenEndpoint: ENDPOINT/demandbase/auth/v1/token
            delivery: { firstRetry: 1s, pollEvery: 1s }
          ads:
            destination: linkedin-companies
            account: "512345678"
            auth: { token: "${file:linkedin}" }
            endpoint: ENDPOINT/linkedin/rest
            tokenEndpoint: ENDPOINT/linkedin/oauth/v2/accessToken
            limits: { batchSize: 7 }
          intent:
            destination: bombora
            auth: { clientId: "sandbox-client", clientSecret: "${file:secret}" }
            endpoint: ENDPOINT/bombora/account-list/v1
            tokenEndpoint: ENDPOINT/bombora/oauth/token
            limits: { batchSize: 5 }
        dataflows:
          accounts:
            connection: crm
            audiences: [ { id: a1, name: "First" }, { id: a2, name: "Second" } ]
            mappings:
              - { source: accountName,                target: accountName }
              - { source: accountOrganization.domain, target: accountEmailDomain }
              - { source: accountKey.sourceKey,       target: "identity:primaryId" }
          champions:
            connection: people
            audiences: [ { id: p1, name: "Champions" } ]
            mappings:
              - { source: workEmail.address,       target: "identity:email" }
              - { source: b2b.personKey.sourceKey, target: externalPersonId }
              - { source: person.name.firstName,   target: firstName }
              - { source: person.name.lastName,    target: lastName }
          abm:
            connection: ads
            audiences: [ { id: a1, name: "First" }, { id: a2, name: "Second" } ]
            mappings:
              - { source: accountName,                target: companyName }
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey,       target: "identity:primaryId" }
          domains:
            connection: intent
            audiences: [ { id: a2, name: "Second" } ]
            mappings:
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        """
        .replace("ENDPOINT", endpoint);
  }

  /** Changes of few profiles, so that they meet; some don't qualify, and some are none. */
  static String[] changes(Random random, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(random.nextInt(5) == 0 ? person(random) : account(random));
      if (random.nextInt(30) == 0) {
        lines.add(random.nextBoolean() ? "{\"accountName\": " : "[]");
      }
      if (random.nextInt(20) == 0) {
        lines.add(lines.get(random.nextInt(lines.size())));
      }
    }
    return lines.toArray(String[]::new);
  }

  private static String account(Random random) {
    int profile = random.nextInt(25);
    String domain =
        switch (random.nextInt(8)) {
          case 0 -> "not a domain";
          case 1 -> "shared.com";
          default -> "https://www.d" + profile + ".com/";
        };
    String name = random.nextInt(10) == 0 ? "" : "Name " + random.nextInt(3);
    String key =
        random.nextInt(15) == 0 ? "" : "\"accountKey\":{\"sourceKey\":\"a" + profile + "@sfdc\"},";
    return "{%s\"accountName\":\"%s\",\"accountOrganization\":{\"domain\":\"%s\"},%s}"
        .formatted(key, name, domain, membership(random, "a" + (1 + random.nextInt(2))));
  }

  private static String person(Random random) {
    int profile = random.nextInt(10);
    String email = random.nextInt(6) == 0 ? "nobody" : "jane" + profile + "@acme.com";
    return ("{\"b2b\":{\"personKey\":{\"sourceKey\":\"p%d@crm\"}},\"person\":{\"name\":"
            + "{\"firstName\":\"Jane\",\"lastName\":\"Doe %d\"}},\"workEmail\":{\"address\":\"%s\"},%s}")
        .formatted(profile, random.nextInt(3), email, membership(random, "p1"));
  }

  private static String membership(Random random, String audience) {
    String time =
        random.nextInt(20) == 0
            ? "yesterday"
            : "2026-11-20T10:%02d:00Z".formatted(random.nextInt(60));
    return "\"segmentMembership\":{\"ups\":{\"%s\":{\"status\":\"%s\",\"lastQualificationTime\":\"%s\"}}}"
        .formatted(audience, random.nextInt(4) == 0 ? "exited" : "realized", time);
  }

  /** A request to preview files. */
  static PreviewRequest request(
      Workspace workspace, int limit, boolean showsPersonalData, Path... inputs) {
    return new PreviewRequest(
        workspace,
        Stream.of(inputs).map(Path::toString).toList(),
        limit,
        showsPersonalData,
        Set.of(),
        RememberedLists.of(workspace.state()),
        MembershipUse.believing(),
        true,
        Optional.empty(),
        List.of());
  }

  static Preview make(PreviewRequest request) throws RunException {
    return new PreviewRun(request, new TestLauncher(), NOBODY, Clock.systemUTC()).make();
  }
}
