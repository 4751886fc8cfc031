package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MistakesTest {

  static Stream<Slip> slips() {
    return Stream.concat(Slip.APART.stream(), Slip.OTHERS.stream());
  }

  static Stream<Slip> slipsApart() {
    return Slip.APART.stream();
  }

  @ParameterizedTest
  @MethodSource("slips")
  void aMistakeIsReportedWithItsLineKeyReasonAndMend(Slip slip) {
    String text = slip.apply(GoodWorkspace.TEXT);

    WorkspaceReading reading = GoodWorkspace.read(text);

    assertThat(reading.workspace().isPresent(), is(false));
    Problem problem =
        reading.mistakes().stream()
            .filter(mistake -> mistake.key().equals(slip.key()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not reported: " + reading.problems()));
    assertThat(
        problem.toString(),
        problem.reason() + "; " + problem.mend(),
        allOf(containsString(slip.reason()), containsString(slip.mend())));
    assertThat(problem.toString(), problem.line(), is(slip.line(text)));
    assertThat(problem.column(), is(greaterThan(0)));
    assertThat(problem.file(), is("muster.yaml"));
  }

  @ParameterizedTest
  @MethodSource("slipsApart")
  void oneSlipMakesOneMistake(Slip slip) {
    assertThat(GoodWorkspace.read(slip.apply(GoodWorkspace.TEXT)).mistakes(), hasSize(1));
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    List<String> keys = keysOfMistakes(Slip.APART);

    assertThat(Slip.APART.size(), is(greaterThanOrEqualTo(20)));
    for (Slip slip : Slip.APART) {
      assertThat(keys, hasItem(slip.key()));
    }
  }

  @Test
  void anySelectionOfMistakesIsReportedAtOnce() {
    long seed = 20_261_122L;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Slip> some = new ArrayList<>(Slip.APART);
      Collections.shuffle(some, random);
      some = some.subList(0, 1 + random.nextInt(some.size()));

      List<String> keys = keysOfMistakes(some);

      for (Slip slip : some) {
        assertThat("seed " + seed + ", round " + round + ": " + some, keys, hasItem(slip.key()));
      }
    }
  }

  @Test
  void problemsComeInTheOrderOfTheFile() {
    List<Integer> lines =
        GoodWorkspace.read(broken(Slip.APART)).problems().stream().map(Problem::line).toList();

    assertThat(lines, is(lines.stream().sorted().toList()));
  }

  @Test
  void aProblemReadsAsOneLine() {
    String text = GoodWorkspace.with("target: accountName }", "target: acountName }");

    assertThat(
        GoodWorkspace.read(text).problems().get(0).toString(),
        is(
            "muster.yaml:34:40: dataflows.tier-1.mappings[0].target:"
                + " unknown target \"acountName\"; did you mean accountName?"));
  }

  @Test
  void aMisspeltMandatoryTargetIsNotAlsoReportedAsMissing() {
    String text = GoodWorkspace.with("accountEmailDomain", "accountEmailDomian");

    assertThat(GoodWorkspace.read(text).problems(), hasSize(1));
  }

  @Test
  void checksGoOnBehindAMisspeltDestinationAndConnection() {
    String text =
        GoodWorkspace.replace(
            GoodWorkspace.replace(
                GoodWorkspace.with("destination: bombora", "destination: bombroa"),
                "connection: bombora",
                "connection: bombra"),
            "target: companyWebsiteDomain }\n      - { source: accountID",
            "target: companyWebsite }\n      - { source: accountID");

    assertThat(
        GoodWorkspace.read(text).mistakes().stream().map(Problem::key).toList(),
        is(
            List.of(
                "connections.bombora.destination",
                "dataflows.intent.connection",
                "dataflows.intent.mappings[0].target")));
  }

  @Test
  void aSecretInAFileWithoutANameIsAMistake() {
    List<Problem> mistakes =
        GoodWorkspace.read(GoodWorkspace.with("${file:secrets/people}", "${file: }")).mistakes();

    assertThat(mistakes, hasSize(1));
    assertThat(mistakes.get(0).key(), is("connections.contacts.auth.clientSecret"));
    assertThat(mistakes.get(0).reason(), containsString("names no file"));
  }

  @Test
  void oneNameAtOneVendorAccountIsTakenAcrossConnections() {
    List<Problem> mistakes =
        GoodWorkspace.read(
                secondLinkedIn("account: \"512345678\"", "https://API.linkedin.com:443/rest/"))
            .mistakes();

    assertThat(mistakes, hasSize(1));
    assertThat(mistakes.get(0).key(), is("dataflows.second.audiences[0].name"));
    assertThat(mistakes.get(0).reason(), containsString("by dataflow sponsored in line 54"));
  }

  @Test
  void oneNameIsFreeAtAnotherAccountOrAnotherAddress() {
    assertThat(
        GoodWorkspace.read(secondLinkedIn("account: \"7\"", "https://api.linkedin.com/rest"))
            .mistakes(),
        is(empty()));
    assertThat(
        GoodWorkspace.read(
                secondLinkedIn("account: \"512345678\"", "https://sandbox.example.com/rest"))
            .mistakes(),
        is(empty()));
  }

  @Test
  void accountsAndPeopleOfOneTenantKeepTheirListsApart() {
    String text =
        GoodWorkspace.replace(
            GoodWorkspace.with("name: Champions", "name: Renewals"),
            "auth: { clientId: keys, clientSecret: \"${file:secrets/people}\" }",
            "auth: { token: \"${env:DEMANDBASE_TOKEN}\" }");

    assertThat(GoodWorkspace.read(text).problems(), is(empty()));
  }

  @Test
  void oneTokenAtOneAddressIsOneAccount() {
    assertTaken(
        secondDemandbase("emea-2", "auth: { token: \"${env:DEMANDBASE_TOKEN}\" }"), "second");
  }

  @Test
  void oneBudgetIsOneAccountWhateverTheToken() {
    assertTaken(
        secondDemandbase(
            "emea-2", "auth: { token: \"${env:OTHER}\" }\n    budget: demandbase-tenant"),
        "second");
    // A connection's budget has its name, unless it names another.
    assertTaken(
        secondBombora("auth: { clientId: k2, clientSecret: \"${env:O}\" }\n    budget: bombora"),
        "second");
    assertThat(
        GoodWorkspace.read(secondBombora("auth: { clientId: k2, clientSecret: \"${env:OTHER}\" }"))
            .problems(),
        is(empty()));
  }

  @Test
  void oneAccountIsSeenThroughAThirdConnection() {
    String text =
        secondDemandbase("emea-2", "auth: { token: \"${env:OTHER}\" }")
            .replace(
                "  contacts:\n",
                """
                  emea-3:
                    destination: demandbase
                    auth: { token: "${env:OTHER}" }
                    budget: demandbase-tenant
                  contacts:
                """);

    assertTaken(text, "second");
  }

  @Test
  void accountsWithAnIdAreApartThoughTheyShareABudget() {
    String text =
        secondLinkedIn("account: \"7\"", "https://api.linkedin.com/rest\n    budget: linkedin");

    assertThat(GoodWorkspace.read(text).mistakes(), is(empty()));
  }

  private static void assertTaken(String text, String dataflow) {
    assertThat(
        GoodWorkspace.read(text).mistakes().stream().map(Problem::key).toList(),
        is(List.of("dataflows." + dataflow + ".audiences[0].name")));
  }

  private static String secondDemandbase(String name, String rest) {
    return GoodWorkspace.with(
            "  contacts:\n",
            """
              %s:
                destination: demandbase
                %s
              contacts:
            """
                .formatted(name, rest))
        + """
          second:
            connection: %s
            audiences: [ { id: seg-9, name: renewals } ]
            mappings:
              - { source: accountName, target: accountName }
              - { source: accountOrganization.domain, target: accountEmailDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
        """
            .formatted(name);
  }

  private static String secondBombora(String rest) {
    return GoodWorkspace.with(
            "  bombora:\n",
            """
              bombora-2:
                destination: bombora
                limits: { requestsPerMinute: 30, requestsPerDay: 4000 }
                %s
              bombora:
            """
                .formatted(rest))
        + """
          second:
            connection: bombora-2
            audiences: [ { id: seg-9, name: INTENT } ]
            mappings:
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountID, target: "identity:primaryId" }
        """;
  }

  private static String secondLinkedIn(String account, String endpoint) {
    return GoodWorkspace.with(
            "  bombora:\n",
            """
              linkedin-2:
                destination: linkedin-companies
                %s
                endpoint: %s
                auth: { token: "${env:OTHER}" }
              bombora:
            """
                .formatted(account, endpoint))
        + """
          second:
            connection: linkedin-2
            audiences: [ { id: seg-9, name: TIER 1 ACCOUNTS } ]
            mappings:
              - { source: accountName, target: companyName }
              - { source: accountID, target: "identity:primaryId" }
        """;
  }

  private static List<String> keysOfMistakes(List<Slip> slips) {
    return GoodWorkspace.read(broken(slips)).mistakes().stream().map(Problem::key).toList();
  }

  private static String broken(List<Slip> slips) {
    String text = GoodWorkspace.TEXT;
    for (Slip slip : slips) {
      text = slip.apply(text);
    }
    return text;
  }
}
