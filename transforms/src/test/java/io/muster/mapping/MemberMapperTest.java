package io.muster.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.destination.DestinationSpec;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.Plans;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberMapperTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final Instant QUALIFIED_AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String[] ACCOUNT = {
    "accountName -> accountName",
    "accountOrganization.domain -> accountEmailDomain",
    "accountKey.sourceKey -> identity:primaryId"
  };
  private static final String[] COMPANY = {
    "accountName -> companyName",
    "accountOrganization.domain -> companyWebsiteDomain",
    "accountKey.sourceKey -> identity:primaryId",
    "urn -> organizationUrn",
    "country -> country"
  };

  private static MappingOutcome map(
      DestinationSpec spec, String[] mappings, Audience audience, String json) {
    Dataflow dataflow = Plans.dataflow("flow", List.of(audience), mappings);
    ParsePlan plan = ParsePlan.of(List.of(dataflow));
    ProfileChange change = parse(plan, json);
    return new MemberMapper(dataflow, spec, plan)
        .forRecord(change)
        .map(change.memberships().get(0), audience, NOW);
  }

  private static ProfileChange parse(ParsePlan plan, String json) {
    ParsedRecord parsed =
        new RecordParser(plan)
            .parse(SourceRecord.ofFile(new SourcePosition("f", 7), json.getBytes(UTF_8)));
    return ((ParsedRecord.Profile) parsed).change();
  }

  private static MappingOutcome map(DestinationSpec spec, String[] mappings, String json) {
    return map(spec, mappings, Plans.audience("a1"), json);
  }

  private static MappingOutcome.Qualified qualified(MappingOutcome outcome) {
    assertThat(outcome, instanceOf(MappingOutcome.Qualified.class));
    return (MappingOutcome.Qualified) outcome;
  }

  private static MappingOutcome.Excluded excluded(MappingOutcome outcome) {
    assertThat(outcome, instanceOf(MappingOutcome.Excluded.class));
    return (MappingOutcome.Excluded) outcome;
  }

  /** A record in audience a1 with some more fields. */
  private static String record(String status, String fields) {
    return "{"
        + fields
        + (fields.isEmpty() ? "" : ",")
        + "\"segmentMembership\":{\"ups\":{\"a1\":{\"status\":\""
        + status
        + "\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}";
  }

  private static String account(String status, String name, String domain) {
    return record(
        status,
        "\"accountKey\":{\"sourceKey\":\" k1 \"},\"accountName\":"
            + name
            + ",\"accountOrganization\":{\"domain\":"
            + domain
            + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"realized", "existing"})
  void makesAMemberOfNormalisedFields(String status) {
    MappingOutcome.Qualified qualified =
        qualified(
            map(
                TestSpecs.DEMANDBASE,
                ACCOUNT,
                account(status, "\" Acme  Inc \"", "\"https://www.Acme.com/x\"")));
    MembershipChange change = qualified.change();
    assertThat(change.dataflow(), equalTo("flow"));
    assertThat(change.audience(), equalTo("a1"));
    assertThat(change.profileId(), equalTo("k1"));
    assertThat(
        change.version(),
        equalTo(new Version(QUALIFIED_AT, false, Instant.MIN, new SourcePosition("f", 7))));
    assertThat(
        change.member(),
        equalTo(
            new Member(
                "identity:primaryId=k1",
                Map.of(
                    "accountName", "Acme Inc",
                    "accountEmailDomain", "acme.com",
                    "identity:primaryId", "k1"))));
    assertThat(qualified.warnings(), empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null|\"acme.com\"|MISSING_FIELD|accountName",
        "\" \"|\"acme.com\"|MISSING_FIELD|accountName",
        "\"\\u00a0\"|\"acme.com\"|MISSING_FIELD|accountName",
        "[\"Acme\"]|\"acme.com\"|UNSUPPORTED_TYPE|accountName",
        "{}|\"acme.com\"|UNSUPPORTED_TYPE|accountName",
        "\"A\\ud800\"|\"acme.com\"|INVALID_FORMAT|accountName",
        "\"Acme\"|null|MISSING_FIELD|accountEmailDomain",
        "\"Acme\"|\"acme\"|INVALID_FORMAT|accountEmailDomain",
        "\"Acme\"|\"https://\"|INVALID_FORMAT|accountEmailDomain",
        "\"Acme\"|12345|INVALID_FORMAT|accountEmailDomain",
        "null|\"acme\"|MISSING_FIELD|accountName",
      })
  void excludesByTheFirstFaultOfAMandatoryField(
      String name, String domain, Reason reason, String target) {
    MappingOutcome.Excluded excluded =
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, account("realized", name, domain)));
    assertThat(excluded.reason(), is(reason));
    assertThat(excluded.field(), equalTo(target));
    assertThat(excluded.words(), not(containsString("12345")));
  }

  @Test
  void excludesANameThatIsTooLong() {
    String name = "\"" + "n".repeat(256) + "\"";
    assertThat(
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, account("realized", name, "\"acme.com\"")))
            .reason(),
        is(Reason.TOO_LONG));
  }

  @Test
  void asksInTheOrderOfTheMappingsNotOfTheDestination() {
    String[] reversed = {ACCOUNT[1], ACCOUNT[0], ACCOUNT[2]};
    assertThat(
        excluded(map(TestSpecs.DEMANDBASE, reversed, account("realized", "null", "\"acme\"")))
            .reason(),
        is(Reason.INVALID_FORMAT));
  }

  @Test
  void leavesOutOptionalValuesThatDoNotQualifyAndWarns() {
    String json =
        record(
            "realized",
            "\"accountKey\":{\"sourceKey\":\"k\"},\"accountName\":\"Acme\","
                + "\"accountOrganization\":{\"domain\":\"acme\"},\"urn\":[1],\"country\":\" \"");
    MappingOutcome.Qualified qualified = qualified(map(TestSpecs.LINKEDIN, COMPANY, json));
    assertThat(
        qualified.warnings(), containsInAnyOrder(Reason.INVALID_FORMAT, Reason.UNSUPPORTED_TYPE));
    assertThat(
        qualified.change().member(),
        equalTo(new Member("companyName=Acme", Map.of("companyName", "Acme"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"acme.com\"|\"1035\"|organizationUrn=urn:li:organization:1035",
        "\"acme.com\"|\"none\"|companyWebsiteDomain=acme.com",
        "null|null|companyName=Acme",
      })
  void takesTheStrongestKeyThatThereIs(String domain, String urn, String key) {
    String json =
        record(
            "realized",
            "\"accountKey\":{\"sourceKey\":\"k\"},\"accountName\":\"Acme\","
                + "\"accountOrganization\":{\"domain\":"
                + domain
                + "},\"urn\":"
                + urn);
    assertThat(
        qualified(map(TestSpecs.LINKEDIN, COMPANY, json)).change().member().key(), equalTo(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\" \"", "[]", "\"k\""})
  void neverSendsNorAsksForAPrimaryIdThatIsOnlyMapped(String id) {
    String json =
        record(
            "realized",
            "\"identityMap\":{\"x\":[{\"id\":\"p\",\"primary\":true}]},\"accountName\":\"Acme\","
                + "\"accountKey\":{\"sourceKey\":"
                + id
                + "}");
    MappingOutcome.Qualified qualified = qualified(map(TestSpecs.LINKEDIN, COMPANY, json));
    assertThat(qualified.warnings(), empty());
    assertThat(qualified.change().member().fields(), equalTo(Map.of("companyName", "Acme")));
  }

  @Test
  void excludesAMemberWithoutAKey() {
    MappingOutcome.Excluded excluded =
        excluded(
            map(
                TestSpecs.OPTIONAL,
                new String[] {"mail -> email"},
                record("realized", "\"accountKey\":{\"sourceKey\":\"k\"}")));
    assertThat(excluded.reason(), is(Reason.NO_MEMBER_KEY));
    assertThat(excluded.words(), containsString("email"));
  }

  @Test
  void aKeyThatIsNotSentIsTheKeyAllTheSame() {
    MembershipChange change =
        qualified(
                map(
                    TestSpecs.UNSENT_KEY,
                    new String[] {
                      "accountName -> accountName", "accountKey.sourceKey -> identity:primaryId"
                    },
                    account("realized", "\"Acme\"", "null")))
            .change();
    assertThat(change.member(), equalTo(Member.of("identity:primaryId=k1", "accountName", "Acme")));
  }

  @Test
  void excludesARecordThatNobodyCanBeKnownBy() {
    assertThat(
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, record("entered", ""))).reason(),
        is(Reason.NO_PROFILE_ID));
  }

  @Test
  void excludesAnInvalidMembershipBeforeItAsksForTheSchedule() {
    Audience ended = new Audience("a1", "Ended", Instant.MIN, Instant.EPOCH, false, Guard.DEFAULT);
    MappingOutcome.Excluded invalid =
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, ended, account("entered", "\"Acme\"", "null")));
    assertThat(invalid.reason(), is(Reason.INVALID_MEMBERSHIP));
    assertThat(invalid.field(), equalTo("segmentMembership.ups.a1.status"));
    for (String status : List.of("realized", "exited")) {
      assertThat(
          excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, ended, account(status, "[]", "null")))
              .reason(),
          is(Reason.OUT_OF_SCHEDULE));
    }
  }

  @Test
  void saysWhetherAnAudienceHasYetToBeginOrIsOver() {
    Instant later = NOW.plusSeconds(1);
    Audience begins = new Audience("a1", "New", later, Instant.MAX, false, Guard.DEFAULT);
    Audience ended = new Audience("a1", "Old", Instant.MIN, Instant.EPOCH, false, Guard.DEFAULT);
    String record = account("realized", "\"Acme\"", "\"acme.com\"");
    assertThat(
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, begins, record)).words(),
        equalTo("the audience is activated from 2026-11-22T00:00:01Z"));
    assertThat(
        excluded(map(TestSpecs.DEMANDBASE, ACCOUNT, ended, record)).words(),
        equalTo("the audience was activated until 1970-01-01T00:00:00Z"));
  }

  @Test
  void letsAnExitGoWithWhateverNamesItsMember() {
    MappingOutcome.Qualified qualified =
        qualified(map(TestSpecs.DEMANDBASE, ACCOUNT, account("exited", "[]", "\"acme\"")));
    assertThat(qualified.change().version().exit(), is(true));
    assertThat(
        qualified.change().member(),
        equalTo(new Member("identity:primaryId=k1", Map.of("identity:primaryId", "k1"))));
    assertThat(qualified.warnings(), empty());
  }

  @Test
  void letsAnExitGoWithoutAMember() {
    MappingOutcome.Qualified qualified =
        qualified(map(TestSpecs.LINKEDIN, COMPANY, account("exited", "null", "\"acme\"")));
    assertThat(qualified.change().member(), is(nullValue()));
  }

  @Test
  void warnsOfAnUnreadableChangedAt() {
    String json =
        record(
            "realized",
            "\"accountKey\":{\"sourceKey\":\"k\"},\"accountName\":\"A\",\"changedAt\":\"soon\"");
    assertThat(
        qualified(map(TestSpecs.LINKEDIN, COMPANY, json)).warnings(),
        contains(Reason.INVALID_FORMAT));
    assertThat(
        qualified(map(TestSpecs.LINKEDIN, COMPANY, json.replace("realized", "exited"))).warnings(),
        contains(Reason.INVALID_FORMAT));
  }

  @Test
  void mapsARecordOnceForAllItsAudiences() {
    List<Audience> audiences = List.of(Plans.audience("a1"), Plans.audience("a2"));
    Dataflow dataflow = Plans.dataflow("flow", audiences, ACCOUNT);
    ParsePlan plan = ParsePlan.of(List.of(dataflow));
    String json =
        account("realized", "\"Acme\"", "\"acme.com\"")
            .replace(
                "\"ups\":{",
                "\"ups\":{\"a2\":{\"status\":\"exited\","
                    + "\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"},");
    ProfileChange change = parse(plan, json);
    MappedRecord record = new MemberMapper(dataflow, TestSpecs.DEMANDBASE, plan).forRecord(change);
    MembershipChange exit =
        qualified(record.map(change.memberships().get(0), audiences.get(1), NOW)).change();
    MembershipChange member =
        qualified(record.map(change.memberships().get(1), audiences.get(0), NOW)).change();
    assertThat(exit.version().exit(), is(true));
    assertThat(member.version().exit(), is(false));
    assertThat(exit.member(), sameInstance(member.member()));
  }

  @Test
  void readsItsOwnFieldsInAPlanOfManyDataflows() {
    Dataflow people =
        Plans.dataflow(
            "people",
            List.of(Plans.audience("a1")),
            "workEmail.address -> identity:email",
            "b2b.personKey.sourceKey -> externalPersonId");
    Dataflow accounts = Plans.dataflow("accounts", List.of(Plans.audience("a1")), ACCOUNT);
    ParsePlan plan = ParsePlan.of(List.of(accounts, people));
    ProfileChange change =
        parse(
            plan,
            record(
                "realized",
                "\"workEmail\":{\"address\":\"Jane@Acme.com\"},"
                    + "\"b2b\":{\"personKey\":{\"sourceKey\":\"p\"}}"));
    MembershipChange mapped =
        qualified(
                new MemberMapper(people, TestSpecs.DEMANDBASE_PEOPLE, plan)
                    .forRecord(change)
                    .map(change.memberships().get(0), Plans.audience("a1"), NOW))
            .change();
    assertThat(
        mapped.member(),
        equalTo(
            new Member(
                "externalPersonId=p",
                Map.of("externalPersonId", "p", "identity:email", "jane@acme.com"))));
  }

  @Test
  void namesATargetThatTheDestinationLacks() {
    Dataflow dataflow = Plans.dataflow("flow", List.of(), "accountName -> accountNaem");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new MemberMapper(dataflow, TestSpecs.DEMANDBASE, ParsePlan.of(List.of(dataflow))));
    assertThat(e.getMessage(), containsString("accountNaem"));
  }
}
