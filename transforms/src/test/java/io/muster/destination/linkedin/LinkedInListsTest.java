package io.muster.destination.linkedin;

import static io.muster.destination.VendorFixture.accepted;
import static io.muster.destination.VendorFixture.batch;
import static io.muster.destination.VendorFixture.kind;
import static io.muster.destination.VendorFixture.member;
import static io.muster.destination.VendorFixture.problem;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Action;
import io.muster.destination.Connections;
import io.muster.destination.GoldenRequests;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.Receipt.ElementResult;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorFixture;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.destination.VendorLists.Whose;
import io.muster.model.Member;
import io.muster.model.Standing;
import io.muster.vendor.ScriptedVendor;
import io.muster.vendor.ScriptedVendor.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkedInListsTest {

  private static final ListName NAME = new ListName("Tier 1 accounts", "muster/tier 1");

  private static final Member ACME =
      member(
          "organizationUrn", "urn:li:organization:1035",
          "companyName", "Acme \"Süd\"",
          "companyWebsiteDomain", "acme.com",
          "companyEmailDomain", "mail.acme.com",
          "companyPageUrl", "https://www.linkedin.com/company/acme",
          "stockSymbol", "ACM",
          "industries", "Machinery",
          "city", "Köln",
          "state", "NRW",
          "country", "DE",
          "postalCode", "50667");

  private static final Member GLOBEX =
      member("companyWebsiteDomain", "globex.com", "companyName", "Globex");

  private static final MemberBatch THREE =
      batch("77", Action.ADD, GLOBEX, ACME, member("companyName", "Initech"));

  private static final String NONE = "{\"elements\":[],\"paging\":{\"total\":0}}";

  private final VendorFixture fixture = new VendorFixture(new LinkedInDestination(), "/rest");
  private final ScriptedVendor vendor = fixture.vendor();
  private final VendorLists lists = fixture.lists(Connections.TOKEN);
  private final GoldenRequests golden = new GoldenRequests("linkedin-companies");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void createsASegment() {
    vendor.answers(Answer.of(201, "", "X-RestLi-Id: 77"));

    assertThat(accepted(lists.create(NAME)), is(new VendorList("77", "Tier 1 accounts", true)));
    golden.check("create-list", vendor.lastRequest());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void takesASegmentForMadeByItsId(int status) {
    vendor.answers(Answer.of(status, "", "x-restli-id: 77"));

    assertThat(accepted(lists.create(NAME)).id(), is("77"));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202})
  void readsEachElementsResultWhateverTheCallsStatus(int status) {
    String ok = "{\"status\":201}";
    vendor.answers(status, elements(ok, "{\"status\":400}", ok));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.ACCEPTED, Receipt.Verdict.REJECTED, Receipt.Verdict.ACCEPTED)));
  }

  @Test
  void readsTheIdUnderItsOlderNameToo() {
    vendor.answers(Answer.of(201, "", "x-linkedin-id: 78"));

    assertThat(accepted(lists.create(NAME)).id(), is("78"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Location: https://api.linkedin.com/rest/dmpSegments/79 | ''",
        "Location: /dmpSegments/79/                             | {}",
        "X-Other: 1                                             | {\"id\":79}",
        "Location: /elsewhere/1                                 | {\"id\":\"79\"}",
      })
  void readsTheIdWhereRestLiShowsItBesides(String header, String body) {
    vendor.answers(Answer.of(201, body, header));

    assertThat(accepted(lists.create(NAME)).id(), is("79"));
  }

  @Test
  void findsNoIdInAnotherLocation() {
    vendor.answers(Answer.of(201, "", "Location: https://api.linkedin.com/login/7"));

    assertThat(kind(lists.create(NAME)), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @CsvSource({
    "201, UNAVAILABLE", // without an id
    "200, UNAVAILABLE",
    "400, Refused",
    "401, Unauthorized",
    "403, Unauthorized",
    "404, Refused",
    "408, UNAVAILABLE",
    "409, LIST_PENDING",
    "422, Refused",
    "423, UNAVAILABLE",
    "426, Misconfigured",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfACreation(int status, String kind) {
    vendor.answers(status, "{\"message\":\"as it is\",\"status\":" + status + "}");

    assertThat(kind(lists.create(NAME)), is(kind));
  }

  @Test
  void findsItsOwnSegmentByKey() {
    vendor.answers(
        200,
        elements(
            "{\"id\":5,\"name\":\"Users\",\"type\":\"USER\",\"sourceSegmentId\":\"muster/tier 1\"}",
            "{\"id\":6,\"name\":\"Another\",\"type\":\"COMPANY\",\"sourceSegmentId\":\"other\"}",
            "{\"id\":7,\"name\":\"Renamed\",\"type\":\"COMPANY\","
                + "\"sourceSegmentId\":\"muster/tier 1\",\"sourcePlatform\":\"MUSTER\"}"));

    assertThat(accepted(lists.find(NAME)), is(Optional.of(new VendorList("7", "Renamed", true))));
    assertThat(vendor.requests(), hasSize(1));
    golden.check("find-list-by-key", vendor.lastRequest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"paging\":{\"total\":1}"})
  void takesTheOnlySegmentOfItsNameForItsOwnWhereNoKeyIsShown(String paging) {
    vendor.answers(200, "{\"elements\":[" + keyless(7, " tier 1 ACCOUNTS") + "]" + paging + "}");

    assertThat(
        accepted(lists.find(NAME)), is(Optional.of(new VendorList("7", " tier 1 ACCOUNTS", true))));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void takesNoStrangersSegmentForItsOwnWhenLinkedInIgnoresTheFilter() {
    String strangers = elements(keyless(7, "Somebody else's"));
    vendor.answers(200, strangers).answers(200, strangers).answers(200, elements());

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @Test
  void takesNoSegmentAmongOthersForItsOwnWhereNoKeyIsShown() {
    String all = elements(keyless(7, "Somebody else's"), keyless(8, "Tier 1 accounts"));
    vendor.answers(200, all).answers(200, all);

    assertThat(
        accepted(lists.find(NAME)), is(Optional.of(new VendorList("8", "Tier 1 accounts", false))));
  }

  @Test
  void takesNoSegmentForItsOwnWhereAnotherPageMayShowMore() {
    String first =
        "{\"elements\":[" + keyless(7, "Tier 1 accounts") + "],\"paging\":{\"total\":3}}";
    vendor.answers(200, first).answers(200, first);

    assertThat(
        accepted(lists.find(NAME)), is(Optional.of(new VendorList("7", "Tier 1 accounts", false))));
  }

  @Test
  void findsAnotherSegmentByNameOnALaterPage() {
    String full =
        IntStream.range(0, 100)
            .mapToObj(id -> segment(id, "other " + id))
            .collect(Collectors.joining(",", "{\"elements\":[", "],\"paging\":{\"total\":101}}"));
    vendor.answers(200, NONE).answers(200, full);
    vendor.answers(
        200,
        "{\"elements\":[" + segment(500, " tier 1 ACCOUNTS") + "],\"paging\":{\"total\":101}}");

    assertThat(
        accepted(lists.find(NAME)),
        is(Optional.of(new VendorList("500", " tier 1 ACCOUNTS", Whose.FOREIGN, true))));
    golden.check("find-list-by-name", vendor.requests().get(1));
    assertThat(
        vendor.lastRequest().target(),
        is(
            "/rest/dmpSegments?q=account&account=urn%3Ali%3AsponsoredAccount%3A512345678"
                + "&start=100&count=100"));
  }

  @Test
  void findsASegmentBehindATotalThatIsTooSmall() {
    String full =
        IntStream.range(0, 100)
            .mapToObj(id -> segment(id, "other " + id))
            .collect(Collectors.joining(",", "{\"elements\":[", "],\"paging\":{\"total\":100}}"));
    vendor.answers(200, NONE).answers(200, full);
    vendor.answers(
        200, "{\"elements\":[" + segment(500, "Tier 1 accounts") + "],\"paging\":{\"total\":1}}");

    assertThat(
        accepted(lists.find(NAME)),
        is(Optional.of(new VendorList("500", "Tier 1 accounts", Whose.FOREIGN, true))));
  }

  /** By its key a list that is to be renamed would find itself. */
  @Test
  void looksForANameAloneWhereItIsAskedFor() {
    vendor.answers(
        200, "{\"elements\":[" + segment(500, " tier 1 ACCOUNTS") + "],\"paging\":{\"total\":1}}");

    assertThat(
        accepted(lists.findNamed(NAME)),
        is(Optional.of(new VendorList("500", " tier 1 ACCOUNTS", Whose.FOREIGN, true))));
    assertThat(
        vendor.lastRequest().target(),
        is(
            "/rest/dmpSegments?q=account&account=urn%3Ali%3AsponsoredAccount%3A512345678"
                + "&start=0&count=100"));
  }

  @Test
  void pagesOnceForTheNamesOfAMinute() {
    String others = "{\"elements\":[" + segment(8, "Theirs") + "],\"paging\":{\"total\":1}}";
    vendor.answers(200, NONE).answers(200, others).answers(Answer.of(201, "", "x-restli-id: 77"));
    vendor.answers(200, NONE).answers(200, NONE).answers(200, NONE);
    vendor.answers(200, NONE).answers(200, NONE);

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    VendorList made = accepted(lists.create(NAME));
    assertThat(accepted(lists.find(new ListName("Tier 2", "k"))), is(Optional.empty()));
    assertThat(
        accepted(lists.find(new ListName("theirs", "k"))),
        is(Optional.of(new VendorList("8", "Theirs", Whose.FOREIGN, true))));
    assertThat(accepted(lists.find(NAME)), is(Optional.of(made)));
    assertThat(vendor.requests(), hasSize(6));

    fixture.clock().advance(Duration.ofMinutes(1));
    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(vendor.requests(), hasSize(8));
  }

  @Test
  void pagesAnewAfterWhateverMayHaveChangedAName() {
    ListName theirs = new ListName("theirs", "k");
    String before = "{\"elements\":[" + segment(8, "Theirs") + "],\"paging\":{\"total\":1}}";
    List<Runnable> changes =
        List.of(() -> lists.create(NAME), () -> lists.rename("8", NAME), () -> lists.delete("8"));

    for (Runnable change : changes) {
      fixture.clock().advance(Duration.ofMinutes(1));
      vendor.answers(200, NONE).answers(200, before);
      assertThat(accepted(lists.find(theirs)).isPresent(), is(true));
      vendor.answers(409, "");
      change.run();
      vendor.answers(200, NONE).answers(200, NONE);
      assertThat(accepted(lists.find(theirs)), is(Optional.empty()));
    }
  }

  @Test
  void pagesAnewForASegmentThatTakesNoCompanies() {
    ListName theirs = new ListName("theirs", "k");
    String before = "{\"elements\":[" + segment(8, "Theirs") + "],\"paging\":{\"total\":1}}";
    vendor.answers(200, NONE).answers(200, before).answers(404, "");
    vendor.answers(200, NONE).answers(200, NONE);

    assertThat(accepted(lists.find(theirs)).isPresent(), is(true));
    assertThat(kind(lists.send(THREE)), is("LIST_PENDING"));
    assertThat(accepted(lists.find(theirs)), is(Optional.empty()));
  }

  @Test
  void readsASegmentsTypeInAnyCase() {
    vendor.answers(
        200,
        elements(
            "{\"id\":7,\"name\":\"Tier 1 accounts\",\"type\":\"Company\","
                + "\"sourceSegmentId\":\"muster/tier 1\"}"));

    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of("7")));
  }

  @Test
  void takesNoSegmentOfUsersForAList() {
    String users = elements("{\"id\":5,\"name\":\"Tier 1 accounts\",\"type\":\"USER\"}");
    vendor.answers(200, users).answers(200, users).answers(200, elements());

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"elements\":{}}", "", "<html></html>"})
  void takesNoOtherBodyForSegments(String body) {
    vendor.answers(200, body);

    assertThat(kind(lists.find(NAME)), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"elements\":null}", "{\"paging\":{\"total\":0}}"})
  void takesAPageThatHasNoArrayForOneWithoutSegments(String body) {
    vendor.answers(200, body).answers(200, body);

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @Test
  void sendsAdditionsAndRemovalsInOneCall() {
    vendor.answers(200, "{\"elements\":[{\"status\":201},{\"status\":201}]}");
    MemberBatch mixed =
        new MemberBatch(
            "77",
            List.of(
                new MemberBatch.Operation(Action.ADD, ACME),
                new MemberBatch.Operation(Action.REMOVE, GLOBEX)));

    Receipt receipt = accepted(lists.send(mixed));

    assertThat(receipt, is(Receipt.Decided.allAccepted(2, 201)));
    golden.check("send-members", vendor.lastRequest());
  }

  @Test
  void readsEachElementsResult() {
    vendor.answers(
        200,
        "{\"elements\":[{\"status\":200},"
            + "{\"status\":400,\"error\":{\"message\":\"no such company\",\"status\":400}},"
            + "{\"status\":429,\"error\":{\"message\":\"later\"}}]}");

    assertThat(
        results(),
        is(
            List.of(
                ElementResult.accepted(200),
                ElementResult.rejected(400, "no such company"),
                ElementResult.retry(429, "later"))));
  }

  @ParameterizedTest
  @CsvSource({
    "201, ACCEPTED",
    "204, ACCEPTED",
    "400, REJECTED",
    "404, REJECTED",
    "408, REJECTED",
    "429, RETRY",
    "500, RETRY",
    "503, RETRY",
    "302, RETRY",
    "0, RETRY",
    "700, RETRY",
  })
  void knowsWhatAnElementsStatusMeans(int status, Receipt.Verdict verdict) {
    String element = "{\"status\":" + status + "}";
    vendor.answers(200, elements(element, element, element));

    assertThat(verdicts(), is(List.of(verdict, verdict, verdict)));
  }

  @Test
  void readsAnElementsStatusFromItsErrorToo() {
    vendor.answers(
        200,
        elements(
            "{\"error\":{\"status\":400}}", "{\"error\":{\"message\":\"?\"}}", "{\"status\":201}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.REJECTED, Receipt.Verdict.RETRY, Receipt.Verdict.ACCEPTED)));
  }

  @Test
  void placesResultsByTheirIndex() {
    vendor.answers(
        200,
        elements(
            "{\"batchIndex\":2,\"status\":400}",
            "{\"batchIndex\":0,\"status\":201}",
            "{\"batchIndex\":1,\"status\":503}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.ACCEPTED, Receipt.Verdict.RETRY, Receipt.Verdict.REJECTED)));
  }

  @Test
  void placesResultsByAnIndexThatIsText() {
    vendor.answers(
        200,
        elements(
            "{\"batchIndex\":\"2\",\"status\":400}",
            "{\"batchIndex\":\"0\",\"status\":\"201\"}",
            "{\"batchIndex\":\"1\",\"status\":503}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.ACCEPTED, Receipt.Verdict.RETRY, Receipt.Verdict.REJECTED)));
  }

  @Test
  void repeatsJustTheElementThatNoIndexNames() {
    vendor.answers(
        200, elements("{\"batchIndex\":0,\"status\":201}", "{\"batchIndex\":2,\"status\":201}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.ACCEPTED, Receipt.Verdict.RETRY, Receipt.Verdict.ACCEPTED)));
  }

  @Test
  void repeatsAnElementThatTwoResultsNameAndIgnoresIndexesOutOfRange() {
    vendor.answers(
        200,
        elements(
            "{\"batchIndex\":0,\"status\":201}",
            "{\"batchIndex\":0,\"status\":400}",
            "{\"batchIndex\":9,\"status\":201}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.RETRY, Receipt.Verdict.RETRY, Receipt.Verdict.RETRY)));
  }

  @Test
  void repeatsAllWhenAShortListDoesNotSayWhichAreMissing() {
    vendor.answers(200, elements("{\"status\":201}", "{\"status\":201}"));

    assertThat(
        verdicts(),
        is(List.of(Receipt.Verdict.RETRY, Receipt.Verdict.RETRY, Receipt.Verdict.RETRY)));
  }

  @Test
  void understandsNoListThatIsTooLong() {
    String ok = "{\"status\":201}";
    vendor.answers(200, elements(ok, ok, ok, ok));

    assertThat(kind(lists.send(THREE)), is("UNAVAILABLE"));
  }

  @Test
  void takesNoOtherBodyForResults() {
    vendor
        .answers(200, "{}")
        .answers(200, "")
        .answers(200, "created")
        .answers(200, "{\"elements\":null}")
        .answers(Answer.truncated(200, elements("{\"status\":201}")));

    for (int i = 0; i < 5; i++) {
      assertThat(kind(lists.send(THREE)), is("UNAVAILABLE"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "201, UNAVAILABLE",
    "204, UNAVAILABLE",
    "400, Refused",
    "401, Unauthorized",
    "403, Unauthorized",
    "404, LIST_PENDING",
    "409, LIST_PENDING",
    "410, ListGone",
    "413, Refused",
    "426, Misconfigured",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfABatch(int status, String kind) {
    vendor.answers(status, "{\"message\":\"as it is\"}");

    assertThat(kind(lists.send(THREE)), is(kind));
  }

  @Test
  void namesTheMendOfAVersionThatHasEnded() {
    vendor.answers(426, "{\"message\":\"Requested version 202404 is not active\"}");

    assertThat(
        problem(lists.send(THREE)).words(),
        is(
            "Requested version 202404 is not active: this API version has ended: set the"
                + " connection's options.apiVersion to one that LinkedIn still serves"));
  }

  @Test
  void readsLinkedInsErrorBody() {
    vendor.answers(
        401,
        "{\"message\":\"The token has been revoked\",\"code\":\"REVOKED_ACCESS_TOKEN\","
            + "\"serviceErrorCode\":65601,\"status\":401}");

    VendorAnswer<Receipt> answer = lists.send(THREE);

    assertThat(kind(answer), is("Unauthorized"));
    assertThat(
        problem(answer).words(),
        containsString("The token has been revoked, REVOKED_ACCESS_TOKEN, 65601: sign in"));
  }

  @Test
  void tellsHowManyOfASegmentMatched() {
    vendor.answers(
        200,
        "{\"destination\":\"LINKEDIN\",\"status\":\"READY\",\"inputCount\":500,"
            + "\"matchedCount\":412,\"audienceSize\":81000,\"more\":[1]}");

    assertThat(
        accepted(lists.standing("77")),
        is(
            new Standing(
                "READY", OptionalLong.empty(), OptionalLong.of(412), OptionalLong.of(81_000))));
    golden.check("read-standing", vendor.lastRequest());
  }

  @Test
  void aNumberThatLinkedInDoesNotGiveIsNotZero() {
    vendor.answers(200, "{\"status\":\"BUILDING\",\"matchedCount\":null,\"audienceSize\":-1}");

    assertThat(accepted(lists.standing("77")), is(Standing.of("BUILDING")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "", "{\"elements\":[]}", "{\"status\":{}}", "<html>"})
  void takesNoOtherBodyForAStanding(String body) {
    vendor.answers(200, body);

    assertThat(kind(lists.standing("77")), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @CsvSource({
    "204, UNAVAILABLE",
    "400, Refused",
    "401, Unauthorized",
    "403, Unauthorized",
    "404, LIST_PENDING",
    "429, THROTTLED",
    "503, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfAStanding(int status, String kind) {
    vendor.answers(status, "");

    assertThat(kind(lists.standing("77")), is(kind));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void renamesASegment(int status) {
    vendor.answers(status, "");

    assertThat(
        accepted(lists.rename("77", NAME)), is(new VendorList("77", "Tier 1 accounts", false)));
    golden.check("rename-list", vendor.lastRequest());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void deletesASegment(int status) {
    vendor.answers(status, "");

    assertThat(accepted(lists.delete("77")), is("77"));
    golden.check("delete-list", vendor.lastRequest());
  }

  @Test
  void takesAPageOfHtmlForNeitherARenameNorADeletion() {
    for (int i = 0; i < 2; i++) {
      vendor.answers(200, "<html>We are back soon</html>").answers(200, "{\"id\":77}");
      vendor.answers(Answer.truncated(200, "{}"));
    }

    assertThat(kind(lists.rename("77", NAME)), is("UNAVAILABLE"));
    accepted(lists.rename("77", NAME));
    assertThat(kind(lists.rename("77", NAME)), is("UNAVAILABLE"));
    assertThat(kind(lists.delete("77")), is("UNAVAILABLE"));
    accepted(lists.delete("77"));
    assertThat(kind(lists.delete("77")), is("UNAVAILABLE"));
  }

  @Test
  void knowsThatASegmentIsGone() {
    vendor.answers(404, "{\"code\":\"NOT_FOUND\"}").answers(404, "");

    assertThat(kind(lists.rename("77", NAME)), is("ListGone"));
    assertThat(kind(lists.delete("77")), is("ListGone"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 90                            | PT1M30S",
        "429 | Sun, 22 Nov 2026 10:05:00 GMT | PT5M",
        "503 | 90                            | PT1M30S",
        "503 | Sun, 22 Nov 2026 10:05:00 GMT | PT5M",
      })
  void honoursWhatABatchIsAskedToWait(int status, String retryAfter, Duration after) {
    vendor.answers(Answer.of(status, "", "Retry-After: " + retryAfter));

    assertThat(((VendorAnswer.Retry<Receipt>) lists.send(THREE)).after(), is(after));
  }

  @Test
  void hasNoJobs() {
    assertThat(kind(lists.poll("77", "1")), is("Refused"));
  }

  @Test
  void checksACredentialByTheShortestPage() {
    vendor.answers(200, NONE).answers(403, "{\"message\":\"Not enough permissions\"}");

    assertThat(accepted(lists.checkCredential()), is("reads the ad account's segments"));
    golden.check("check-credential", vendor.lastRequest());
    assertThat(
        problem(lists.checkCredential()).words(), containsString("the scope rw_dmp_segments"));
  }

  @Test
  void refreshesAToken() {
    vendor.answers(200, "{\"access_token\":\"m\",\"expires_in\":5184000}").answers(200, NONE);

    accepted(fixture.lists(Connections.REFRESH).checkCredential());

    golden.check("mint-token", vendor.requests().get(0));
    assertThat(vendor.lastRequest().header("Authorization"), is(Optional.of("Bearer m")));
  }

  @Test
  void countsOnlyCallsWithCompaniesAsCompanies() {
    List<String> kinds = new ArrayList<>();
    VendorLists counted =
        fixture.lists(
            Connections.TOKEN,
            kind -> {
              kinds.add(kind);
              return Duration.ZERO;
            });
    vendor.answers(200, NONE).answers(200, NONE).answers(Answer.of(201, "", "x-restli-id: 7"));
    vendor.answers(200, elements("{\"status\":201}")).answers(204, "").answers(204, "");
    vendor.answers(200, "{\"status\":\"READY\"}");

    counted.find(NAME);
    counted.create(NAME);
    counted.send(batch("7", Action.ADD, GLOBEX));
    counted.rename("7", NAME);
    counted.delete("7");
    counted.standing("7");

    assertThat(
        kinds,
        is(
            List.of(
                "segments",
                "segments",
                "segments",
                "companies",
                "segments",
                "segments",
                "segments")));
  }

  private List<ElementResult> results() {
    return ((Receipt.Decided) accepted(lists.send(THREE))).results();
  }

  private List<Receipt.Verdict> verdicts() {
    return results().stream().map(ElementResult::verdict).toList();
  }

  private static String elements(String... elements) {
    return "{\"elements\":[" + String.join(",", elements) + "]}";
  }

  private static String segment(int id, String name) {
    return "{\"id\":"
        + id
        + ",\"name\":\""
        + name
        + "\",\"type\":\"COMPANY\",\"sourceSegmentId\":\"k"
        + id
        + "\",\"sourcePlatform\":\"OTHER\"}";
  }

  private static String keyless(int id, String name) {
    return "{\"id\":" + id + ",\"name\":\"" + name + "\",\"type\":\"COMPANY\"}";
  }
}
