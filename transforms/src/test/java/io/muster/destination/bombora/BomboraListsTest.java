package io.muster.destination.bombora;

import static io.muster.destination.VendorFixture.accepted;
import static io.muster.destination.VendorFixture.batch;
import static io.muster.destination.VendorFixture.kind;
import static io.muster.destination.VendorFixture.member;
import static io.muster.destination.VendorFixture.problem;
import static org.hamcrest.MatcherAssert.assertThat;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BomboraListsTest {

  private static final String ID = "5b6fa4f2-2f7c-4f0e-9d53-2f6f2c8a4a01";
  private static final ListName NAME = new ListName("Tier 1 accounts", "muster-key");
  private static final Member ACME = member("companyWebsiteDomain", "acme.com");
  private static final Member GLOBEX = member("companyWebsiteDomain", "globex.com");

  private final VendorFixture fixture =
      new VendorFixture(new BomboraDestination(), "/account-list/v1");
  private final ScriptedVendor vendor = fixture.vendor();
  private final List<String> kinds = new ArrayList<>();
  private final VendorLists lists =
      fixture.lists(
          Connections.CLIENT,
          kind -> {
            kinds.add(kind);
            return Duration.ZERO;
          });
  private final GoldenRequests golden = new GoldenRequests("bombora");

  @BeforeEach
  void giveAToken() {
    vendor.answers(200, "{\"access_token\":\"m\",\"token_type\":\"Bearer\",\"expires_in\":86400}");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private VendorLists scarce(AtomicInteger left) {
    return fixture.lists(
        Connections.CLIENT,
        kind -> left.getAndDecrement() > 0 ? Duration.ZERO : Duration.ofMinutes(1));
  }

  /** Of a budget of one call at a time, each look would take what the creation needs. */
  @Test
  void doesNotLookAgainForANameThatWasFreeWhenNoCallWasLeftToMakeTheList() {
    AtomicInteger left = new AtomicInteger(1);
    VendorLists scarce = scarce(left);
    vendor.answers(200, "[]").answers(200, "{\"id\":\"l1\"}").answers(200, "[]");

    assertThat(accepted(scarce.find(NAME)), is(Optional.empty()));
    assertThat(kind(scarce.create(NAME)), is("OWN_BUDGET"));
    left.set(1);
    assertThat(accepted(scarce.find(NAME)), is(Optional.empty()));
    assertThat(accepted(scarce.create(NAME)).id(), is("l1"));
    left.set(0);
    assertThat("looks again", kind(scarce.find(NAME)), is("OWN_BUDGET"));
  }

  @Test
  void looksAgainWhereThatWasLongAgo() {
    AtomicInteger left = new AtomicInteger(1);
    VendorLists scarce = scarce(left);
    vendor.answers(200, "[]");
    accepted(scarce.find(NAME));
    scarce.create(NAME);
    fixture.clock().advance(Duration.ofMinutes(10));

    assertThat(kind(scarce.find(NAME)), is("OWN_BUDGET"));
  }

  @Test
  void mintsAToken() {
    vendor.answers(200, "[]");

    accepted(lists.checkCredential());

    golden.check("mint-token", vendor.requests().get(0));
    assertThat(vendor.lastRequest().header("Authorization"), is(Optional.of("Bearer m")));
  }

  @Test
  void readsATokenThatIsWrapped() {
    try (VendorFixture other = new VendorFixture(new BomboraDestination(), "/account-list/v1")) {
      other
          .vendor()
          .answers(200, "{\"value\":{\"access_token\":\"w\",\"expires_in\":86400}}")
          .answers(200, "[]");

      accepted(other.lists(Connections.CLIENT).checkCredential());

      assertThat(other.vendor().lastRequest().header("Authorization"), is(Optional.of("Bearer w")));
    }
  }

  @ParameterizedTest
  @CsvSource({"200", "201", "202"})
  void createsAList(int status) {
    vendor.answers(status, "{\"id\":\"" + ID + "\"}");

    assertThat(accepted(lists.create(NAME)), is(new VendorList(ID, "Tier 1 accounts", false)));
    golden.check("create-list", vendor.lastRequest());
  }

  @Test
  void readsAnIdThatIsWrapped() {
    vendor.answers(200, "{\"value\":{\"id\":\"" + ID + "\"}}");

    assertThat(accepted(lists.create(NAME)).id(), is(ID));
  }

  @ParameterizedTest
  @CsvSource({
    "200, UNAVAILABLE", // without an id
    "201, UNAVAILABLE",
    "400, Refused",
    "403, Unauthorized",
    "404, Refused",
    "409, LIST_PENDING",
    "422, Refused",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfACreation(int status, String kind) {
    vendor.answers(status, "{\"message\":null}");

    assertThat(kind(lists.create(NAME)), is(kind));
  }

  @Test
  void saysWhatA422OfACreationMeans() {
    vendor.answers(422, "{\"message\":\"Name taken\"}").answers(422, "{\"message\":null}");

    assertThat(
        problem(lists.create(NAME)).words(), is("Name taken: the name is in use, or invalid"));
    assertThat(problem(lists.create(NAME)).words(), is("the name is in use, or invalid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "{\"accountLists\":[%s],\"more\":1}"})
  void findsAManualListInEitherShape(String shape) {
    String entries =
        summary("1", "Another", "Manual")
            + ","
            + summary("2", "Tier 1 accounts", "Derived")
            + ","
            + summary("3", " tier 1 ACCOUNTS ", "Manual");
    vendor.answers(200, shape.formatted(entries));

    assertThat(
        accepted(lists.find(NAME)),
        is(Optional.of(new VendorList("3", " tier 1 ACCOUNTS ", false))));
    golden.check("find-list", vendor.lastRequest());
  }

  @Test
  void findsAListOfAnotherTypeThatTakesTheNameAndNoMembers() {
    vendor.answers(200, "[" + summary("2", "Tier 1 accounts", "Derived") + "]");

    assertThat(
        accepted(lists.find(NAME)),
        is(Optional.of(new VendorList("2", "Tier 1 accounts", Whose.UNKNOWN, false))));
  }

  @Test
  void saysThatACreationInConflictMadeNoListAndALostOneMayHave() {
    vendor.answers(409, "").answers(503, "");

    assertThat(problem(lists.create(NAME)).reached(), is(false));
    assertThat(problem(lists.create(NAME)).reached(), is(true));
  }

  @Test
  void findsNoListThatIsNotThere() {
    vendor.answers(200, "[]");

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"accountLists\":[]}", "{\"accountLists\":null}"})
  void findsNoListWhereThereIsNone(String body) {
    vendor.answers(200, body);

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"accountLists\":{}}", "\"none\"", "", "<html></html>"})
  void takesNoOtherBodyForTheLists(String body) {
    vendor.answers(200, body);

    assertThat(kind(lists.find(NAME)), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @CsvSource({"200", "202"})
  void addsDomains(int status) {
    vendor.answers(status, "");

    Receipt receipt = accepted(lists.send(batch(ID, Action.ADD, ACME, GLOBEX)));

    assertThat(receipt, is(Receipt.Decided.allAccepted(2, status)));
    golden.check("add-members", vendor.lastRequest());
  }

  @ParameterizedTest
  @CsvSource({"200", "202"})
  void removesDomains(int status) {
    vendor.answers(status, "");

    Receipt receipt = accepted(lists.send(batch(ID, Action.REMOVE, ACME, GLOBEX)));

    assertThat(receipt, is(Receipt.Decided.allAccepted(2, status)));
    golden.check("remove-members", vendor.lastRequest());
  }

  @Test
  void sendsNoCallThatAddsAndRemoves() {
    MemberBatch mixed =
        new MemberBatch(
            ID,
            List.of(
                new MemberBatch.Operation(Action.ADD, ACME),
                new MemberBatch.Operation(Action.REMOVE, GLOBEX)));

    assertThrows(IllegalArgumentException.class, () -> lists.send(mixed));
  }

  @Test
  void acceptsABodyThatMayComeOneDayAndNoOther() {
    vendor
        .answers(200, " \n")
        .answers(200, "{\"queued\":true}")
        .answers(200, "OK")
        .answers(202, "Accepted\n")
        .answers(202, "OK then")
        .answers(200, "<html>Welcome</html>")
        .answers(Answer.truncated(202, "{\"queued\":"));
    MemberBatch batch = batch(ID, Action.ADD, ACME);

    for (int i = 0; i < 4; i++) {
      accepted(lists.send(batch));
    }
    assertThat(kind(lists.send(batch)), is("UNAVAILABLE"));
    assertThat(kind(lists.send(batch)), is("UNAVAILABLE"));
    assertThat(kind(lists.send(batch)), is("UNAVAILABLE"));
  }

  @ParameterizedTest
  @CsvSource({
    "201, UNAVAILABLE",
    "204, UNAVAILABLE",
    "302, UNAVAILABLE",
    "400, Refused",
    "403, Unauthorized",
    "404, ListGone",
    "409, LIST_PENDING",
    "410, ListGone",
    "422, Refused",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
  })
  void knowsWhatAStatusMeansOfMembers(int status, String kind) {
    vendor.answers(status, "").answers(status, "");

    assertThat(kind(lists.send(batch(ID, Action.ADD, ACME))), is(kind));
    assertThat(kind(lists.send(batch(ID, Action.REMOVE, ACME))), is(kind));
  }

  @Test
  void givesUpAfterTheSecond401() {
    vendor.answers(401, "").answers(200, "{\"access_token\":\"n\"}").answers(401, "");

    assertThat(kind(lists.send(batch(ID, Action.ADD, ACME))), is("Unauthorized"));
  }

  @Test
  void renamesAListAndKeepsTheRestOfItsDefinition() {
    vendor
        .answers(
            200,
            "{\"type\":\"Manual\",\"metadata\":{\"name\":\"Old\",\"description\":\"Spring\","
                + "\"accountTotal\":3,\"pendingUpdate\":false},\"specification\":{\"a\":[1]},"
                + "\"accountsLastModified\":\"2024-01-27T05:06:07\"}")
        .answers(200, "");

    assertThat(accepted(lists.rename(ID, NAME)), is(new VendorList(ID, "Tier 1 accounts", false)));
    golden.check("rename-list-1-read", vendor.requests().get(1));
    golden.check("rename-list-2-update", vendor.lastRequest());
  }

  @Test
  void renamesNothingThatItCannotRead() {
    vendor.answers(200, "{\"type\":\"Manual\"}").answers(404, "");

    assertThat(kind(lists.rename(ID, NAME)), is("UNAVAILABLE"));
    assertThat(kind(lists.rename(ID, NAME)), is("ListGone"));
  }

  @Test
  void tellsHowManyAccountsHaveLanded() {
    vendor.answers(200, definition(false));

    assertThat(
        accepted(lists.standing(ID)),
        is(new Standing("", OptionalLong.of(412), OptionalLong.empty(), OptionalLong.empty())));
    assertThat(kinds, is(List.of("list")));
    golden.check("read-standing", vendor.lastRequest());
  }

  @Test
  void tellsNoNumberWhileAnUpdateIsPending() {
    vendor.answers(200, definition(true));

    assertThat(accepted(lists.standing(ID)), is(Standing.of("pendingUpdate")));
  }

  @Test
  void aNumberThatBomboraDoesNotGiveIsNotZero() {
    vendor
        .answers(200, "{\"metadata\":{\"name\":\"Old\"}}")
        .answers(200, "{\"metadata\":{\"accountTotal\":\"many\"}}")
        .answers(200, "{\"metadata\":{\"accountTotal\":1.5}}");

    for (int i = 0; i < 3; i++) {
      assertThat(accepted(lists.standing(ID)), is(Standing.of("")));
    }
  }

  @Test
  void takesNoOtherBodyForAStanding() {
    vendor.answers(200, "{\"accountTotal\":3}").answers(200, "").answers(404, "");

    assertThat(kind(lists.standing(ID)), is("UNAVAILABLE"));
    assertThat(kind(lists.standing(ID)), is("UNAVAILABLE"));
    assertThat(kind(lists.standing(ID)), is("ListGone"));
  }

  @Test
  void takesARenameAndADeletionForDoneWhereTheAnswerHasNoContent() {
    vendor.answers(200, definition(false)).answers(204, "").answers(204, "");

    assertThat(accepted(lists.rename(ID, NAME)).name(), is("Tier 1 accounts"));
    assertThat(accepted(lists.delete(ID)), is(ID));
  }

  @Test
  void deletesAList() {
    vendor.answers(200, "");

    assertThat(accepted(lists.delete(ID)), is(ID));
    golden.check("delete-list", vendor.lastRequest());
  }

  @ParameterizedTest
  @CsvSource({"404, ListGone", "409, LIST_PENDING", "422, Refused", "202, UNAVAILABLE"})
  void knowsWhatAStatusMeansOfADeletion(int status, String kind) {
    vendor.answers(status, "");

    assertThat(kind(lists.delete(ID)), is(kind));
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

    assertThat(
        ((VendorAnswer.Retry<Receipt>) lists.send(batch(ID, Action.ADD, ACME))).after(), is(after));
  }

  @Test
  void hasNoJobs() {
    assertThat(kind(lists.poll(ID, "1")), is("Refused"));
  }

  @Test
  void countsEachPathAlone() {
    vendor.answers(200, "[]").answers(200, "{\"id\":\"1\"}").answers(200, "").answers(200, "");
    vendor.answers(200, "{\"metadata\":{}}").answers(200, "").answers(200, "");

    lists.find(NAME);
    lists.create(NAME);
    lists.send(batch(ID, Action.ADD, ACME));
    lists.send(batch(ID, Action.REMOVE, ACME));
    lists.rename(ID, NAME);
    lists.delete(ID);

    assertThat(
        kinds,
        is(List.of("lists", "lists", "accounts", "delete-accounts", "list", "list", "list")));
  }

  private static String definition(boolean pending) {
    return "{\"type\":\"Manual\",\"metadata\":{\"name\":\"Old\",\"accountTotal\":412,"
        + "\"pendingUpdate\":"
        + pending
        + "},\"specification\":{}}";
  }

  private static String summary(String id, String name, String type) {
    return "{\"id\":\""
        + id
        + "\",\"name\":\""
        + name
        + "\",\"type\":\""
        + type
        + "\",\"pendingUpdate\":false}";
  }
}
