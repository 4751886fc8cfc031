package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningsTest {

  @Test
  void aRecommendedTargetThatIsNotMappedIsAWarning() {
    warns(
        GoodWorkspace.with(
            "      - { source: accountOrganization.website, target: companyWebsiteDomain }\n", ""),
        "dataflows.sponsored.mappings",
        "recommended target companyWebsiteDomain");
  }

  @Test
  void moreThan250AudiencesAreAWarning() {
    warns(GoodWorkspace.TEXT + dataflow(251, 0), "dataflows.big.audiences", "251 audiences");
    assertThat(GoodWorkspace.read(GoodWorkspace.TEXT + dataflow(250, 0)).problems(), is(empty()));
  }

  @Test
  void moreThan50MappingsAreAWarningBesideTheUnknownTargets() {
    // No destination has 50 targets, so that the mappings too many are mistakes as well.
    WorkspaceReading reading = GoodWorkspace.read(GoodWorkspace.TEXT + dataflow(1, 49));

    assertThat(reading.warnings(), hasSize(1));
    assertThat(reading.warnings().get(0).key(), is("dataflows.big.mappings"));
    assertThat(reading.warnings().get(0).reason(), containsString("51 mappings"));
    assertThat(GoodWorkspace.read(GoodWorkspace.TEXT + dataflow(1, 48)).warnings(), is(empty()));
  }

  @Test
  void aConnectionThatNoDataflowUsesIsAWarning() {
    warns(
        GoodWorkspace.with(
            "dataflows:\n",
            """
              spare:
                destination: bombora
                auth: { clientId: k2, clientSecret: "${env:B2}" }
            dataflows:
            """),
        "connections.spare",
        "no dataflow uses");
  }

  @Test
  void anAudienceThatHasEndedIsAWarning() {
    warns(
        GoodWorkspace.with("end: 2027-01-01", "end: 2026-11-21"),
        "dataflows.tier-1.audiences[0].end",
        "has ended");
    assertThat(
        GoodWorkspace.read(GoodWorkspace.with("end: 2027-01-01", "end: 2026-11-22")).problems(),
        is(empty()));
  }

  @Test
  void plainHttpToAnotherMachineIsAWarning() {
    warns(
        GoodWorkspace.with("https://uapi.demandbase.com/import/v1/", "http://sandbox:8089/x"),
        "connections.emea.endpoint",
        "unencrypted");
  }

  @Test
  void aLimitAboveTheDocumentedOneIsAWarningWhereTheVendorMayGrantIt() {
    warns(
        GoodWorkspace.with("requestsPerMinute: 30", "requestsPerMinute: 61"),
        "connections.bombora.limits.requestsPerMinute",
        "61 is above the documented 60");
  }

  @Test
  void oneBudgetWithTwoLimitsIsAWarning() {
    warns(
        GoodWorkspace.with(
            "    budget: demandbase-tenant\n  linkedin",
            "    budget: demandbase-tenant\n    limits: { requestsPerDay: 600 }\n  linkedin"),
        "connections.contacts.budget",
        "limits differ");
  }

  private static void warns(String text, String key, String reason) {
    WorkspaceReading reading = GoodWorkspace.read(text);

    assertThat(reading.problems().toString(), reading.problems(), hasSize(1));
    Problem warning = reading.problems().get(0);
    assertThat(warning.severity(), is(Problem.Severity.WARNING));
    assertThat(warning.key(), is(key));
    assertThat(warning.reason(), containsString(reason));
    assertThat(
        warning.toString(),
        allOf(containsString("muster.yaml:" + warning.line() + ":"), containsString("warning: ")));
    assertThat(reading.workspace().isPresent(), is(true));
  }

  private static String dataflow(int audiences, int unknownTargets) {
    String lists =
        IntStream.range(0, audiences)
            .mapToObj(i -> "      - { id: big-" + i + ", name: Big " + i + " }\n")
            .collect(Collectors.joining());
    String targets =
        IntStream.range(0, unknownTargets)
            .mapToObj(i -> "      - { source: s" + i + ", target: t" + i + " }\n")
            .collect(Collectors.joining());
    return """
      big:
        connection: bombora
        audiences:
    %s    mappings:
          - { source: accountOrganization.domain, target: companyWebsiteDomain }
          - { source: accountID, target: "identity:primaryId" }
    %s\
    """
        .formatted(lists, targets);
  }
}
