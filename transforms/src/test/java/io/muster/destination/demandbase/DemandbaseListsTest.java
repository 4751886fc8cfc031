package io.muster.destination.demandbase;

import static io.muster.destination.VendorFixture.accepted;
import static io.muster.destination.VendorFixture.batch;
import static io.muster.destination.VendorFixture.kind;
import static io.muster.destination.VendorFixture.member;
import static io.muster.destination.VendorFixture.problem;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.destination.Action;
import io.muster.destination.Connections;
import io.muster.destination.GoldenRequests;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorFixture;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.JobState;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.model.Member;
import io.muster.model.Standing;
import io.muster.vendor.ScriptedVendor;
import io.muster.vendor.ScriptedVendor.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemandbaseListsTest {

  private static final ListName NAME = new ListName("Tier 1 accounts", "muster-key");

  private static final Member ACME =
      member(
          "identity:primaryId", "0015e@sfdc.Salesforce",
          "accountName", "Acme",
          "accountEmailDomain", "acme.com");

  private static final Member QUOTED =
      member(
          "identity:primaryId", "=1+1",
          "accountName", "Ärzte \"Süd\", GmbH & Co.",
          "accountEmailDomain", "xn--rzte-0ra.de");

  private final VendorFixture fixture =
      new VendorFixture(new DemandbaseDestination(), "/import/v1");
  private final ScriptedVendor vendor = fixture.vendor();
  private final VendorLists lists = fixture.lists(Connections.TOKEN);
  private final GoldenRequests golden = new GoldenRequests("demandbase");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void createsAList() {
    vendor.answers(200, job(7, "Tier 1 accounts", "new"));

    VendorList list = accepted(lists.create(NAME));

    assertThat(list, is(new VendorList("7", "Tier 1 accounts", false)));
    golden.check("create-list", vendor.lastRequest());
  }

  @ParameterizedTest
  @CsvSource({
    "400, Refused",
    "401, Unauthorized",
    "403, Unauthorized",
    "404, Refused",
    "409, LIST_PENDING",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "302, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfACreation(int status, String kind) {
    vendor.answers(status, "{\"message\":\"as it is\"}");

    VendorAnswer<VendorList> answer = lists.create(NAME);

    assertThat(kind(answer), is(kind));
    assertThat(problem(answer).words(), containsString("as it is"));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202})
  void takesAnotherSuccessForOneByTheJobInItAlone(int status) {
    vendor.answers(status, job(7, "Tier 1 accounts", "new")).answers(status, "{}");
    vendor.answers(200, job(7, "x", "completed")).answers(status, job(7, "x", "processing"));
    vendor.answers(200, job(7, "x", "completed")).answers(status, "");

    assertThat(accepted(lists.create(NAME)).id(), is("7"));
    assertThat(kind(lists.create(NAME)), is("UNAVAILABLE"));
    accepted(lists.poll("7", "7"));
    assertThat(accepted(lists.send(batch("7", Action.ADD, ACME))), is(new Receipt.Queued("7")));
    accepted(lists.poll("7", "7"));
    assertThat(kind(lists.send(batch("7", Action.ADD, ACME))), is("UNAVAILABLE"));
  }

  @Test
  void saysThatACreationInConflictMadeNoListAndALostOneMayHave() {
    vendor.answers(409, "{\"message\":\"name taken\"}").answers(503, "");

    assertThat(problem(lists.create(NAME)).reached(), is(false));
    assertThat(problem(lists.create(NAME)).reached(), is(true));
  }

  @Test
  void findsAListOnALaterPageTrimmedAndWithoutCase() {
    vendor
        .answers(200, page(150, 1, 100))
        .answers(
            200,
            "{\"totalCount\":150,\"data\":["
                + job(201, "another", "new")
                + ","
                + job(202, "  TIER 1 Accounts ", "completed")
                + "]}");

    Optional<VendorList> found = accepted(lists.find(NAME));

    assertThat(found, is(Optional.of(new VendorList("202", "  TIER 1 Accounts ", false))));
    golden.check("find-list", vendor.requests().get(0));
    assertThat(
        vendor.lastRequest().target(), is("/import/v1/jobs?entityType=Account&perPage=100&page=2"));
  }

  @Test
  void takesNoJobOfPeopleForAnAccountList() {
    vendor.answers(
        200,
        "{\"totalCount\":1,\"data\":[{\"id\":7,\"dataImportName\":\"Tier 1 accounts\","
            + "\"entityType\":\"Person\",\"state\":\"new\"}]}");

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @Test
  void pagesToTheEndWithoutATotal() {
    vendor.answers(200, "{\"data\":[" + job(1, "a", "new") + "]}").answers(200, "{\"data\":[]}");

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(vendor.requests(), hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 101})
  void findsAListBehindATotalThatIsTooSmall(int total) {
    vendor
        .answers(200, page(total, 1, 100))
        .answers(200, page(total, 101, 50))
        .answers(
            200, "{\"totalCount\":1,\"data\":[" + job(202, "Tier 1 accounts", "completed") + "]}");

    assertThat(
        accepted(lists.find(NAME)),
        is(Optional.of(new VendorList("202", "Tier 1 accounts", false))));
  }

  @Test
  void pagesNoFurtherWhereATotalIsReachedByAPageThatIsNotFull() {
    vendor.answers(200, page(3, 1, 3));

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void pagesNoFurtherWhereTheVendorShowsOnePageForEver() {
    vendor.answers(200, page(100, 1, 100)).answers(200, page(100, 1, 100));

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(vendor.requests(), hasSize(2));
  }

  @Test
  void pagesOnceForTheNamesOfAMinute() {
    vendor.answers(200, page(150, 1, 100)).answers(200, page(150, 101, 50));
    vendor.answers(200, job(900, "Tier 1 accounts", "new"));
    vendor.answers(200, page(0, 1, 0));

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    VendorList made = accepted(lists.create(NAME));
    fixture.clock().advance(Duration.ofSeconds(59));
    assertThat(accepted(lists.find(new ListName("Tier 2", "k"))), is(Optional.empty()));
    assertThat(accepted(lists.find(NAME)), is(Optional.of(made)));
    assertThat(
        accepted(lists.find(new ListName("OTHER 120", "k"))),
        is(Optional.of(new VendorList("120", "other 120", false))));
    assertThat(vendor.requests(), hasSize(3));

    fixture.clock().advance(Duration.ofSeconds(1));
    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(vendor.requests(), hasSize(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 503})
  void pagesAnewAfterACreationThatLeavesADoubt(int status) {
    vendor.answers(200, page(0, 1, 0)).answers(status, "");
    vendor.answers(200, "{\"totalCount\":1,\"data\":[" + job(5, "Tier 1 accounts", "new") + "]}");

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    lists.create(NAME);

    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of("5")));
  }

  @Test
  void pagesAnewAfterAJobWasGone() {
    vendor.answers(200, page(1, 7, 1)).answers(404, "").answers(200, page(0, 1, 0));
    ListName other = new ListName("other 7", "k");

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    assertThat(kind(lists.send(batch("7", Action.ADD, ACME))), is("ListGone"));

    assertThat(accepted(lists.find(other)), is(Optional.empty()));
  }

  @Test
  void doesNotTakeAJobForAtRestBecauseItWasSeenSoAMinuteAgo() {
    vendor.answers(200, page(1, 7, 1)).answers(200, job(7, "other 7", "processing"));

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    accepted(lists.find(new ListName("other 7", "k")));

    assertThat(kind(lists.send(batch("7", Action.ADD, ACME))), is("LIST_PENDING"));
  }

  @Test
  void saysWhyItCouldNotLookToTheEnd() {
    vendor.answers(200, page(150, 1, 100)).answers(429, "");

    assertThat(kind(lists.find(NAME)), is("THROTTLED"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"data\":{}}", "null", "", "<html></html>"})
  void takesNoOtherBodyForAPage(String body) {
    vendor.answers(200, body);

    assertThat(kind(lists.find(NAME)), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"data\":null}", "{\"totalCount\":0}", "{\"totalCount\":0,\"data\":null}"})
  void takesAPageThatHasNoArrayForOneWithoutJobs(String body) {
    vendor.answers(200, body);

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @Test
  void findsAListOnAPageZeroWhereTheTotalTellsOfMore() {
    vendor
        .answers(200, "{\"totalCount\":1,\"data\":[]}")
        .answers(200, "{\"totalCount\":1,\"data\":[" + job(3, "Tier 1 accounts", "new") + "]}");

    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of("3")));
    assertThat(
        vendor.lastRequest().target(), is("/import/v1/jobs?entityType=Account&perPage=100&page=0"));
    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of("3")));
    assertThat(vendor.requests(), hasSize(2));
  }

  @Test
  void pagesAsTheVendorDoesWhereItRefusesOurPages() {
    vendor
        .answers(400, "{\"message\":\"perPage is at most 50\"}")
        .answers(200, page(51, 1, 50))
        .answers(200, "{\"totalCount\":51,\"data\":[" + job(99, "Tier 1 accounts", "new") + "]}");

    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of("99")));
    assertThat(vendor.lastRequest().target(), is("/import/v1/jobs?entityType=Account&page=2"));
  }

  @Test
  void saysWhatItsOwnPagesWereRefusedFor() {
    vendor.answers(400, "{\"message\":\"no such entityType\"}").answers(400, "{}");

    VendorAnswer<Optional<VendorList>> answer = lists.find(NAME);

    assertThat(kind(answer), is("Refused"));
    assertThat(problem(answer).words(), is("no such entityType"));
  }

  @ParameterizedTest
  @CsvSource({"400, false", "503, true"})
  void takesNoPageZeroForNoneUnlessTheVendorIsIll(int status, boolean asksAgain) {
    vendor.answers(200, "{\"totalCount\":1,\"data\":[]}").answers(status, "");

    VendorAnswer<Optional<VendorList>> answer = lists.find(NAME);

    assertThat(answer instanceof VendorAnswer.Retry, is(asksAgain));
  }

  @Test
  void addsMembers() {
    vendor.answers(200, job(7, "x", "new")).answers(200, job(7, "x", "processing"));

    Receipt receipt = accepted(lists.send(batch("7", Action.ADD, ACME, QUOTED)));

    assertThat(receipt, is(new Receipt.Queued("7")));
    golden.check("add-members", vendor.lastRequest());
    assertThat(
        vendor.lastRequest().body(),
        is(
            """
            Account Name,Account Domain,External Account ID\r
            Acme,acme.com,0015e@sfdc.Salesforce\r
            "Ärzte ""Süd"", GmbH & Co.",xn--rzte-0ra.de,=1+1\r
            """));
  }

  @Test
  void removesMembersWithTheSameColumns() {
    vendor.answers(200, job(7, "x", "completed")).answers(200, job(7, "x", "processing"));

    Receipt receipt = accepted(lists.send(batch("7", Action.REMOVE, ACME)));

    assertThat(receipt, is(new Receipt.Queued("7")));
    golden.check("remove-members", vendor.lastRequest());
  }

  @Test
  void sendsNoFileThatAddsAndRemoves() {
    MemberBatch mixed =
        new MemberBatch(
            "7",
            List.of(
                new MemberBatch.Operation(Action.ADD, ACME),
                new MemberBatch.Operation(Action.REMOVE, QUOTED)));

    assertThrows(IllegalArgumentException.class, () -> lists.send(mixed));
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, Unauthorized",
    "404, ListGone",
    "409, LIST_PENDING",
    "410, ListGone",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "202, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfAFile(int status, String kind) {
    vendor.answers(200, job(7, "x", "completed")).answers(status, "{\"message\":\"as it is\"}");

    assertThat(kind(lists.send(batch("7", Action.ADD, ACME))), is(kind));
  }

  @Test
  void takesNoFileForQueuedThatIsNotProcessed() {
    List<Answer> answers =
        List.of(
            Answer.of(200, job(7, "x", "dreaming")),
            Answer.of(200, job(7, "x", "")),
            Answer.of(200, job(8, "x", "processing")),
            Answer.of(200, "{\"state\":\"processing\"}"),
            Answer.of(200, ""),
            Answer.of(200, "OK"),
            Answer.truncated(200, job(7, "x", "processing")));

    for (Answer answer : answers) {
      vendor.answers(200, job(7, "x", "completed")).answers(answer);
      assertThat(kind(lists.send(batch("7", Action.ADD, ACME))), is("UNAVAILABLE"));
    }
    assertThat(vendor.requests(), hasSize(2 * answers.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"processing", "PROCESSING", "new", "completed", "failed"})
  void leavesTheEndOfATakenFileToThePollWhateverTheJobsStateIs(String state) {
    vendor.answers(200, job(7, "x", "completed")).answers(200, job(7, "x", state));

    Receipt receipt = accepted(lists.send(batch("7", Action.ADD, ACME)));

    assertThat(receipt, is(new Receipt.Queued("7")));
  }

  @Test
  void saysThatALostFileMayHaveArrived() {
    vendor.answers(200, job(7, "x", "completed")).answers(Answer.reset());

    VendorAnswer<Receipt> answer = lists.send(batch("7", Action.ADD, ACME));

    assertThat(kind(answer), is("UNAVAILABLE"));
    assertThat(problem(answer).reached(), is(true));
  }

  @Test
  void believesARefusalOfAJobAtRest() {
    vendor.answers(200, job(7, "x", "new")).answers(400, "{\"message\":\"bad row\"}");
    lists.create(NAME);

    VendorAnswer<Receipt> answer = lists.send(batch("7", Action.ADD, ACME));

    assertThat(kind(answer), is("Refused"));
    assertThat(problem(answer).words(), is("bad row"));
    assertThat(vendor.requests(), hasSize(2));
  }

  @Test
  void sendsNoFileToAJobThatMayStillWork() {
    vendor.answers(200, job(7, "x", "processing"));

    VendorAnswer<Receipt> answer = lists.send(batch("7", Action.ADD, ACME));

    assertThat(kind(answer), is("LIST_PENDING"));
    assertThat(problem(answer).reached(), is(false));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void looksAtTheJobAfterAFileWhoseAnswerWasLost() {
    vendor
        .answers(200, job(7, "x", "completed"))
        .answers(Answer.reset())
        .answers(200, job(7, "x", "processing"))
        .answers(200, job(7, "x", "completed"))
        .answers(200, job(7, "x", "processing"));
    MemberBatch batch = batch("7", Action.ADD, ACME);

    assertThat(kind(lists.send(batch)), is("UNAVAILABLE"));
    assertThat(kind(lists.send(batch)), is("LIST_PENDING"));
    assertThat(accepted(lists.send(batch)), is(new Receipt.Queued("7")));
  }

  @ParameterizedTest
  @CsvSource({
    "400, LIST_PENDING",
    "401, Unauthorized",
    "404, ListGone",
    "405, LIST_PENDING",
    "409, LIST_PENDING",
    "429, THROTTLED",
    "503, UNAVAILABLE",
  })
  void takesNoLookThatFailedForAFileThatWasSent(int status, String kind) {
    vendor.answers(status, "{\"message\":\"as it is\"}");

    VendorAnswer<Receipt> answer = lists.send(batch("7", Action.ADD, ACME));

    assertThat(kind(answer), is(kind));
    assertThat(problem(answer).httpStatus(), is(status));
    assertThat(problem(answer).words(), containsString("as it is"));
    assertThat(problem(answer).reached(), is(false));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void waitsAsLongAsTheLookBeforeAFileIsAskedTo() {
    vendor.answers(Answer.of(503, "", "Retry-After: 90"));

    VendorAnswer<Receipt> answer = lists.send(batch("7", Action.ADD, ACME));

    assertThat(((VendorAnswer.Retry<Receipt>) answer).after(), is(Duration.ofSeconds(90)));
  }

  @ParameterizedTest
  @CsvSource({
    "new, RUNNING",
    "processing, RUNNING",
    "completed, COMPLETED",
    "failed, FAILED",
    "Processing, RUNNING",
    "COMPLETED, COMPLETED",
  })
  void pollsAJobToItsEnd(String state, JobState expected) {
    vendor.answers(200, job(7, "x", state));

    assertThat(accepted(lists.poll("7", "7")), is(expected));
    golden.check("poll-job", vendor.lastRequest());
  }

  @ParameterizedTest
  @CsvSource({
    "400, LIST_PENDING", // of the look, not of the file
    "401, Unauthorized",
    "403, Unauthorized",
    "404, ListGone",
    "410, ListGone",
    "429, THROTTLED",
    "500, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfAPoll(int status, String kind) {
    vendor.answers(status, "");

    assertThat(kind(lists.poll("7", "7")), is(kind));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | 90                            | PT1M30S",
        "429 | Sun, 22 Nov 2026 10:05:00 GMT | PT5M",
        "500 | 90                            | PT1M30S",
        "503 | Sun, 22 Nov 2026 10:05:00 GMT | PT5M",
        "503 | Sun, 22 Nov 2026 09:00:00 GMT | PT0S",
      })
  void honoursWhatAPollIsAskedToWait(int status, String retryAfter, Duration after) {
    vendor.answers(Answer.of(status, "{}", "Retry-After: " + retryAfter));

    assertThat(((VendorAnswer.Retry<JobState>) lists.poll("7", "7")).after(), is(after));
  }

  @Test
  void takesNoOtherStateForAnEnd() {
    vendor.answers(200, job(7, "x", "COMPLETED!")).answers(200, job(8, "x", "completed"));

    assertThat(kind(lists.poll("7", "7")), is("UNAVAILABLE"));
    assertThat(kind(lists.poll("7", "7")), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "processing", "completed", "failed", "a state of later days"})
  void tellsTheStateOfTheJobAndCountsNothing(String state) {
    vendor.answers(200, job(7, "x", state));

    assertThat(accepted(lists.standing("7")), is(Standing.of(state)));
    golden.check("read-standing", vendor.lastRequest());
  }

  @Test
  void takesNoOtherBodyForAStanding() {
    vendor.answers(200, job(8, "x", "completed")).answers(200, "[]").answers(404, "");

    assertThat(kind(lists.standing("7")), is("UNAVAILABLE"));
    assertThat(kind(lists.standing("7")), is("UNAVAILABLE"));
    assertThat(kind(lists.standing("7")), is("ListGone"));
  }

  @Test
  void countsAStandingAsARead() {
    List<String> kinds = new ArrayList<>();
    VendorLists counted =
        fixture.lists(
            Connections.TOKEN,
            kind -> {
              kinds.add(kind);
              return Duration.ZERO;
            });
    vendor.answers(200, job(7, "x", "new"));

    accepted(counted.standing("7"));

    assertThat(kinds, is(List.of("get")));
  }

  @Test
  void readsEachOfDemandbasesErrorBodies() {
    vendor
        .answers(400, "{\"message\":\"Malformed job\"}")
        .answers(403, "{\"status\":\"Forbidden\"}")
        .answers(
            429,
            "{\"errorCode\":\"429-100\",\"errorMessage\":\"Slow down\",\"diagnosticCode\":\"d1\"}")
        .answers(
            500, "{\"error\":{\"code\":\"500-1\",\"message\":\"Oops\",\"diagnosticCode\":\"d2\"}}")
        .answers(500, "<html>");

    assertThat(problem(lists.create(NAME)).words(), is("Malformed job"));
    assertThat(
        problem(lists.create(NAME)).words(),
        is("Forbidden: give the credential the permission Import Data"));
    assertThat(problem(lists.create(NAME)).words(), is("Slow down, 429-100, d1"));
    assertThat(problem(lists.create(NAME)).words(), is("Oops, 500-1, d2"));
    assertThat(problem(lists.create(NAME)).words(), is("HTTP 500 without a reason"));
  }

  @Test
  void canNeitherRenameNorDelete() {
    assertThat(kind(lists.rename("7", NAME)), is("Refused"));
    assertThat(problem(lists.delete("7")).words(), endsWith("do it in Demandbase"));
    assertThat(vendor.requests(), hasSize(0));
  }

  @Test
  void checksACredentialByTheShortestPage() {
    vendor.answers(200, "{\"totalCount\":0,\"data\":[]}").answers(401, "{\"status\":\"no\"}");

    assertThat(accepted(lists.checkCredential()), is("reads the tenant's import jobs"));
    golden.check("check-credential", vendor.lastRequest());
    assertThat(kind(lists.checkCredential()), is("Unauthorized"));
  }

  @Test
  void mintsATokenFromAKeySet() {
    vendor
        .answers(200, "{\"accessToken\":\"m\",\"tokenType\":\"bearer\",\"expiresIn\":28800}")
        .answers(200, "{\"totalCount\":0,\"data\":[]}");

    accepted(fixture.lists(Connections.CLIENT).checkCredential());

    golden.check("mint-token", vendor.requests().get(0));
    assertThat(vendor.lastRequest().header("Authorization"), is(Optional.of("Bearer m")));
  }

  private static String page(int total, int first, int size) {
    return IntStream.range(first, first + size)
        .mapToObj(id -> job(id, "other " + id, "completed"))
        .collect(Collectors.joining(",", "{\"totalCount\":" + total + ",\"data\":[", "]}"));
  }

  private static String job(int id, String name, String state) {
    return "{\"id\":"
        + id
        + ",\"dataImportName\":\""
        + name
        + "\",\"entityType\":\"Account\",\"state\":\""
        + state
        + "\",\"source\":\"CSV\",\"unknown\":[1]}";
  }
}
