package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.muster.workspace.Audience;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Guard;
import io.muster.workspace.Limits;
import io.muster.workspace.Mapping;
import io.muster.workspace.SourcePath;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceReaderTest {

  /** As little as a workspace can say. */
  private static final String SMALLEST =
      """
      connections:
        bombora:
          destination: bombora
          auth: { clientId: k1, clientSecret: "${env:SECRET}" }
      dataflows:
        intent:
          connection: bombora
          audiences: [ { id: seg-1, name: Intent } ]
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
      """;

  private final Workspace good = GoodWorkspace.read(GoodWorkspace.TEXT).workspace().orElseThrow();

  @Test
  void aRightWorkspaceHasNoProblems() {
    assertThat(GoodWorkspace.read(GoodWorkspace.TEXT).problems(), is(empty()));
  }

  @Test
  void everythingKeepsTheOrderOfTheFile() {
    assertThat(
        good.connections().stream().map(Connection::name).toList(),
        contains("emea", "contacts", "linkedin", "bombora"));
    assertThat(
        good.dataflows().stream().map(dataflow -> dataflow.name()).toList(),
        contains("tier-1", "people", "sponsored", "intent"));
    assertThat(good.file(), is("muster.yaml"));
  }

  @Test
  void aConnectionIsReadWhole() {
    Connection bombora = good.connection("bombora");

    assertThat(bombora.destination(), is("bombora"));
    assertThat(bombora.limits(), is(new Limits(500, 30, 4_000)));
    assertThat(
        bombora.delivery(),
        is(
            new DeliverySettings(
                Duration.ofSeconds(5),
                Duration.ofDays(2),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                9_000)));
    assertThat(good.connection("emea").description(), is("EMEA ABM"));
    assertThat(good.connection("emea").budget(), is("demandbase-tenant"));
    assertThat(
        good.connection("linkedin").options(),
        is(Map.of("sourcePlatform", "ACME", "apiVersion", "202604")));
  }

  @Test
  void eachShapeOfAuthIsRead() {
    assertThat(
        good.connection("emea").auth(),
        is(new Auth.StaticToken(new ConfigValue.FromEnvironment("DEMANDBASE_TOKEN"))));
    assertThat(
        good.connection("bombora").auth(),
        is(
            new Auth.ClientCredentials(
                new ConfigValue.Literal("k1"), new ConfigValue.FromEnvironment("BOMBORA_SECRET"))));
    assertThat(
        good.connection("linkedin").auth(),
        is(
            new Auth.RefreshToken(
                new ConfigValue.Literal("86x"),
                new ConfigValue.FromFile("/run/secrets/li"),
                new ConfigValue.FromEnvironment("LI_REFRESH"))));
  }

  @Test
  void aRelativeSecretFileStandsBesideTheWorkspace() {
    assertThat(
        good.connection("contacts").auth(),
        is(
            new Auth.ClientCredentials(
                new ConfigValue.Literal("keys"),
                new ConfigValue.FromFile("/srv/muster/secrets/people"))));
  }

  @Test
  void anAccountMayBeANumber() {
    assertThat(good.connection("linkedin").account(), is("512345678"));
    assertThat(good.connection("bombora").account(), is(""));
  }

  @Test
  void theSlashAtAnEndpointsEndIsCut() {
    assertThat(good.connection("emea").endpoint(), is("https://uapi.demandbase.com/import/v1"));
  }

  @Test
  void anAudienceIsReadWhole() {
    assertThat(
        good.dataflows().get(0).audiences(),
        contains(
            new Audience(
                "seg-1",
                "Tier 1 accounts",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2027-01-01T23:59:59.999999999Z"),
                false,
                new Guard(0.2, 10)),
            new Audience("seg-2", "Renewals", Instant.MIN, Instant.MAX, true, new Guard(0.6, 10))));
  }

  @Test
  void mappingsAreReadInTheirOrder() {
    assertThat(
        good.dataflows().get(2).mappings().subList(0, 2),
        contains(
            new Mapping(new SourcePath.Attribute("accountName"), "companyName"),
            new Mapping(new SourcePath.Identity("b2b_account"), "identity:primaryId")));
  }

  @Test
  void whatIsLeftOutHasTheDestinationsDefaults() {
    Workspace workspace = GoodWorkspace.read(SMALLEST).workspace().orElseThrow();
    Connection connection = workspace.connections().get(0);

    assertThat(connection.description(), is(""));
    assertThat(connection.endpoint(), is(TestCatalogue.BOMBORA.endpoint()));
    assertThat(connection.tokenEndpoint(), is(TestCatalogue.BOMBORA.tokenEndpoint()));
    assertThat(connection.budget(), is("bombora"));
    assertThat(connection.limits(), is(TestCatalogue.BOMBORA.limits()));
    assertThat(connection.delivery(), is(TestCatalogue.DELIVERY));
    assertThat(
        workspace.state(), is(new StateLocation("/srv/muster/.muster", "/srv/muster/.muster")));
    assertThat(
        workspace.dataflows().get(0).audiences(),
        contains(new Audience("seg-1", "Intent", Instant.MIN, Instant.MAX, false, Guard.DEFAULT)));
  }

  @Test
  void optionsThatAreLeftOutHaveTheirDefaults() {
    Workspace workspace =
        GoodWorkspace.read(
                GoodWorkspace.with(
                    "sourcePlatform: ACME, apiVersion: 202604", "apiVersion: 202511"))
            .workspace()
            .orElseThrow();

    assertThat(
        workspace.connection("linkedin").options(),
        is(Map.of("sourcePlatform", "MUSTER", "apiVersion", "202511")));
  }

  @ParameterizedTest
  @CsvSource({
    "state: data/muster, /srv/muster/data/muster, /srv/muster/data/muster",
    "state: ../elsewhere, /srv/elsewhere, /srv/elsewhere",
    "state: /var/lib/muster, /var/lib/muster, /var/lib/muster",
    "'state: { registry: \"jdbc:postgresql://db/muster\", membership: \"store://bucket/muster/\" }',"
        + "jdbc:postgresql://db/muster, store://bucket/muster",
    "'state: { membership: \"file:///srv/lists\" }', /srv/muster/.muster, file:///srv/lists",
    "'state: { registry: \"jdbc:postgresql://db/muster\" }',"
        + "jdbc:postgresql://db/muster, /srv/muster/.muster",
    "'state: { membership: lists }', /srv/muster/.muster, /srv/muster/lists",
    "'state: {}', /srv/muster/.muster, /srv/muster/.muster",
  })
  void stateIsAFolderOrTwoPlaces(String line, String registry, String membership) {
    Workspace workspace =
        GoodWorkspace.read(GoodWorkspace.with("state: .muster", line)).workspace().orElseThrow();

    assertThat(workspace.state(), is(new StateLocation(registry, membership)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"state: FILE", "state: FILE/below", "state: { registry: x, membership: FILE }"})
  void aFileIsNoFolderForState(String line, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("sec"), "x");

    WorkspaceReading reading =
        GoodWorkspace.read(
            GoodWorkspace.with("state: .muster", line.replace("FILE", file.toString())));

    Problem mistake = reading.mistakes().get(0);
    assertThat(mistake.key(), startsWith("state"));
    assertThat(mistake.line(), is(greaterThan(0)));
    assertThat(mistake.reason(), is(file + " is a file"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01, 2026-11-01T00:00:00Z",
    "2026-11-01T08:30, 2026-11-01T08:30:00Z",
    "2026-11-01T08:30:15, 2026-11-01T08:30:15Z",
    "2026-11-01T08:30:15.5Z, 2026-11-01T08:30:15.500Z",
    "2026-11-01T08:30:15+02:00, 2026-11-01T06:30:15Z",
    "2026-11-01T08:30:15-0530, 2026-11-01T14:00:15Z",
  })
  void aStartIsADateOrATime(String written, String read) {
    assertThat(
        audience("start: 2026-11-01", "start: \"" + written + "\"").start(),
        is(Instant.parse(read)));
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-01, 2027-01-01T23:59:59.999999999Z",
    "2028-02-29, 2028-02-29T23:59:59.999999999Z",
    "2027-01-01T12:00, 2027-01-01T12:00:00Z",
  })
  void anEndThatIsADateIsItsLastMoment(String written, String read) {
    assertThat(audience("end: 2027-01-01", "end: " + written).end(), is(Instant.parse(read)));
  }

  @ParameterizedTest
  @CsvSource({"0s, PT0S", "90s, PT1M30S", "5m, PT5M", "24h, PT24H", "1d, PT24H", "365d, P365D"})
  void aDurationIsAWholeNumberAndAUnit(String written, Duration read) {
    Workspace workspace =
        GoodWorkspace.read(GoodWorkspace.with("maxBatchAge: 5s", "maxBatchAge: " + written))
            .workspace()
            .orElseThrow();

    assertThat(workspace.connection("bombora").delivery().maxBatchAge(), is(read));
  }

  @ParameterizedTest
  @CsvSource({"0%, 0", "30%, 0.3", "12.5%, 0.125", "0.7%, 0.007", "100%, 1", "'\"7 %\"', 0.07"})
  void aPercentageIsAPartOfOne(String written, double read) {
    assertThat(
        audience("maxRemovals: 20%", "maxRemovals: " + written).guard(), is(new Guard(read, 10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8089/x", "http://127.0.0.1:1/x", "http://[::1]:9/x"})
  void plainHttpToThisMachineIsFine(String endpoint) {
    WorkspaceReading reading =
        GoodWorkspace.read(GoodWorkspace.with("https://uapi.demandbase.com/import/v1/", endpoint));

    assertThat(reading.problems(), is(empty()));
  }

  @Test
  void oneAudienceMayGoToSeveralDataflowsAndOneNameToSeveralAccounts() {
    String text =
        GoodWorkspace.TEXT
            + """
              again:
                connection: emea
                audiences: [ { id: seg-1, name: Tier 1 again } ]
                mappings:
                  - { source: accountName, target: accountName }
                  - { source: accountOrganization.domain, target: accountEmailDomain }
                  - { source: accountKey.sourceKey, target: "identity:primaryId" }
            """;

    assertThat(GoodWorkspace.read(text).problems(), is(empty()));
  }

  @Test
  void aValueMayBeAnAlias() {
    String text =
        GoodWorkspace.replace(
            GoodWorkspace.with("auth: { token:", "auth: &signIn { token:"),
            "auth: { clientId: keys, clientSecret: \"${file:secrets/people}\" }",
            "auth: *signIn");

    Workspace workspace = GoodWorkspace.read(text).workspace().orElseThrow();

    assertThat(
        workspace.connection("contacts").auth(), equalTo(workspace.connection("emea").auth()));
  }

  @Test
  void aFileIsReadFromDiskAndResolvedAgainstItsFolder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("muster.yaml");
    Files.writeString(file, "\uFEFF" + SMALLEST.replace("\n", "\r\n"));

    Workspace workspace = GoodWorkspace.reader().read(file).workspace().orElseThrow();

    assertThat(workspace.file(), is(file.toString()));
    assertThat(workspace.state().registry(), is(folder.resolve(".muster").toString()));
  }

  @Test
  void aWorkspaceTravelsWithAJob() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(good);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject(), equalTo(good));
    }
  }

  private static Audience audience(String passage, String replacement) {
    List<Audience> audiences =
        GoodWorkspace.read(GoodWorkspace.with(passage, replacement))
            .workspace()
            .orElseThrow()
            .dataflows()
            .get(0)
            .audiences();
    return audiences.get(0);
  }
}
