package io.muster.sandbox;

import static io.muster.sandbox.Caller.BOMBORA_LISTS;
import static io.muster.sandbox.Caller.domains;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.Caller.Reply;
import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BomboraTest extends SandboxTestBase {

  private String token;
  private String list;

  @BeforeEach
  void createList() throws Exception {
    token = caller.bomboraToken();
    list = "/" + caller.createList(token, "Tier 1").json().get("id").asText();
  }

  private Reply call(String method, String below, String body) throws Exception {
    return caller.bombora(token, method, below, body);
  }

  private Reply add(String... domains) throws Exception {
    return call("POST", list + "/accounts", domains(domains));
  }

  private Reply remove(String ids) throws Exception {
    return call("POST", list + "/delete-accounts", "{\"ids\":[" + ids + "]}");
  }

  @Test
  void membersAreAddedUpdatedAndRemoved() throws Exception {
    assertThat(add("a.com", "b.com").status(), is(200));
    Reply update =
        call(
            "POST",
            list + "/accounts",
            "[{\"domain\":\"a.com\",\"id\":null,\"attributes\":{\"tier\":\"1\"}}]");
    assertThat(update.status(), is(200));
    assertThat(update.body(), is(""));
    assertThat(
        sandbox.members(Vendor.BOMBORA, "Tier 1").get(0).fields(),
        is(Map.of("domain", "a.com", "attributes.tier", "1")));
    assertThat(remove("\"a.com\",\"never.com\"").status(), is(200));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), contains("b.com"));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void aMemberWithAnIdIsKnownByIt() throws Exception {
    call("POST", list + "/accounts", "[{\"domain\":\"a.com\",\"id\":\"7\"}]");
    remove("\"a.com\"");
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), contains("7"));
    remove("\"7\"");
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), is(empty()));
  }

  @Test
  void aDuplicateInABatchRefusesItWhole() throws Exception {
    Reply refused = add("a.com", "b.com", "A.com");
    assertThat(refused.status(), is(422));
    assertThat(refused.json().has("message"), is(true));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), is(empty()));
    assertThat(brokenRules(), hasItem("duplicate-in-batch"));
  }

  @Test
  void attributesWithDoubleQuotesAndWrongBodiesAreRefused() throws Exception {
    for (String body :
        new String[] {
          "[{\"domain\":\"a.com\",\"attributes\":{\"x\":\"say \\\"hi\\\"\"}}]",
          "[{\"domain\":\"a.com\",\"attributes\":{\"x\":1}}]",
          "[{\"id\":\"1\"}]",
          "[7]",
          "{\"domain\":\"a.com\"}",
          "[{\"domain\":\"a.com\"}"
        }) {
      assertThat(body, call("POST", list + "/accounts", body).status(), is(422));
    }
    assertThat(call("POST", list + "/delete-accounts", "[\"a.com\"]").status(), is(400));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), is(empty()));
  }

  @Test
  void aBatchOverTheMaximumIsRefused() throws Exception {
    sandbox.configure(c -> c.bombora(o -> o.withBatchSize(2)));
    assertThat(add("a.com", "b.com", "c.com").status(), is(422));
    assertThat(remove("\"a.com\",\"b.com\",\"c.com\"").status(), is(422));
    assertThat(brokenRules(), contains("oversize-batch", "oversize-batch"));
  }

  @Test
  void aDomainThatIsNoBareHostIsABreach() throws Exception {
    add("https://a.com/");
    assertThat(brokenRules(), contains("domain-not-bare"));
  }

  @Test
  void aRemovalNamesDomainsAsTheyWereAdded() throws Exception {
    add("a.com", "b.com");
    assertThat(remove("\"a.com\"").status(), is(200));
    assertThat(sandbox.breaches(), is(empty()));
    assertThat(remove("\"B.com\"").status(), is(200));
    assertThat(brokenRules(), contains("domain-not-bare"));
    assertThat(remove("7").status(), is(400));
  }

  @Test
  void aPendingUpdateQueuesAddsAndRefusesRemovals() throws Exception {
    sandbox.configure(c -> c.bombora(o -> o.withPendingUpdateTime(Duration.ofSeconds(30))));
    assertThat(add("a.com").status(), is(202));
    assertThat(add("b.com").status(), is(202));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), is(empty()));
    JsonNode definition = call("GET", list, "").json();
    assertThat(definition.get("metadata").get("pendingUpdate").asBoolean(), is(true));
    assertThat(remove("\"a.com\"").status(), is(409));
    assertThat(call("DELETE", list + "/accounts", "").status(), is(409));
    assertThat(call("DELETE", list, "").status(), is(409));
    assertThat(sandbox.breaches().size(), is(3));
    clock.advance(Duration.ofSeconds(30));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 1"), contains("a.com", "b.com"));
    assertThat(remove("\"a.com\"").status(), is(200));
  }

  @Test
  void statusesAndShapesFollowTheOptions() throws Exception {
    assertThat(call("GET", "", "").json().isArray(), is(true));
    sandbox.configure(
        c ->
            c.bombora(
                o ->
                    o.withWrapLists(true)
                        .withWrapToken(true)
                        .withAddStatus(202)
                        .withCreateStatus(202)));
    assertThat(call("GET", "", "").json().get("accountLists").size(), is(1));
    assertThat(add("a.com").status(), is(202));
    assertThat(caller.createList(token, "Other").status(), is(202));
    Reply minted =
        caller.call(
            "POST",
            "bombora/oauth/token",
            "{\"client_id\":\"sandbox-client\",\"client_secret\":\"sandbox-secret\"}",
            "Content-Type",
            "application/json");
    assertThat(minted.json().get("value").get("expires_in").asInt(), is(86_400));
  }

  @Test
  void theSummaryNamesTheListAndItsSize() throws Exception {
    add("a.com");
    JsonNode summary = call("GET", "", "").json().get(0);
    assertThat("/" + summary.get("id").asText(), is(list));
    assertThat(summary.get("name").asText(), is("Tier 1"));
    assertThat(summary.get("accountTotal").asInt(), is(1));
    assertThat(summary.get("createdDate").asText(), is("2026-11-22T12:00:00"));
  }

  @Test
  void namesAreUniqueTrimmedAndWithoutCase() throws Exception {
    assertThat(caller.createList(token, " tier 1 ").status(), is(422));
    sandbox.configure(c -> c.bombora(o -> o.withUniqueNames(false)));
    assertThat(caller.createList(token, "Tier 1").status(), is(200));
  }

  @Test
  void aListIsRenamedEmptiedAndDeleted() throws Exception {
    add("a.com");
    String definition =
        "{\"type\":\"Manual\",\"metadata\":{\"name\":\"Tier 2\"},\"specification\":{}}";
    assertThat(call("PUT", list, definition).status(), is(200));
    assertThat(sandbox.lists().get(0).name(), is("Tier 2"));
    assertThat(call("PUT", list, definition.replace("Manual", "Surge")).status(), is(422));
    assertThat(call("DELETE", list + "/accounts", "").status(), is(200));
    assertThat(identifiers(Vendor.BOMBORA, "Tier 2"), is(empty()));
    assertThat(call("DELETE", list, "").status(), is(200));
    Reply gone = call("GET", list, "");
    assertThat(gone.status(), is(404));
    assertThat(gone.body(), is(""));
  }

  @Test
  void onlyManualListsTakeMembers() throws Exception {
    String surge =
        call("POST", "", "{\"type\":\"Surge\",\"metadata\":{\"name\":\"S\"},\"specification\":{}}")
            .json()
            .get("id")
            .asText();
    assertThat(call("POST", "/" + surge + "/accounts", domains("a.com")).status(), is(422));
    assertThat(brokenRules(), contains("not-a-manual-list"));
  }

  @Test
  void membersAreReadAsDomainsAndByPages() throws Exception {
    add("c.com", "a.com", "b.com");
    assertThat(
        call("GET", list + "/accounts/domains", "").body(), is("[\"a.com\",\"b.com\",\"c.com\"]"));
    String search = list + "/accounts/search";
    String start = call("POST", search, "{}").json().get("pageToken").asText();
    JsonNode first = call("GET", search + "?limit=2&pageToken=" + start, "").json();
    assertThat(first.get("data").findValuesAsText("domain"), contains("a.com", "b.com"));
    String next = first.get("nextPageToken").asText();
    JsonNode second = call("GET", search + "?limit=2&pageToken=" + next, "").json();
    assertThat(second.get("data").findValuesAsText("domain"), contains("c.com"));
    assertThat(second.get("nextPageToken").isNull(), is(true));
    assertThat(call("GET", search + "?limit=10001&pageToken=" + start, "").status(), is(400));
  }

  @Test
  void eachEndpointHasItsMinute() throws Exception {
    sandbox.configure(c -> c.bombora(o -> o.withRequestsPerMinute(2)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(add("a.com").status(), is(200));
    assertThat(add("b.com").status(), is(200));
    Reply over = add("c.com");
    assertThat(over.status(), is(429));
    assertThat(over.body(), is(""));
    assertThat(remove("\"a.com\"").status(), is(200));
    clock.advance(Duration.ofMinutes(1));
    assertThat(add("c.com").status(), is(200));
    assertThat(brokenRules(), contains("over-rate"));
  }

  @Test
  void tokensLiveADayAndWrongSecretsAreRefused() throws Exception {
    clock.advance(Duration.ofHours(24));
    Reply expired = call("GET", "", "");
    assertThat(expired.status(), is(401));
    assertThat(expired.body(), is(""));
    assertThat(brokenRules(), contains("expired-token"));
    Reply wrong =
        caller.call(
            "POST",
            "bombora/oauth/token",
            "{\"client_id\":\"sandbox-client\",\"client_secret\":\"no\"}",
            "Content-Type",
            "application/json");
    assertThat(wrong.status(), is(401));
  }

  @Test
  void wrongTypesMethodsAndPathsAreRefused() throws Exception {
    Reply type =
        caller.call(
            "POST",
            BOMBORA_LISTS + list + "/accounts",
            "[]",
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "text/plain");
    assertThat(type.status(), is(400));
    assertThat(call("PATCH", list, "{}").status(), is(405));
    assertThat(call("GET", list + "/members", "").status(), is(404));
    assertThat(
        brokenRules(), contains("wrong-content-type", "method-not-allowed", "unknown-endpoint"));
  }
}
