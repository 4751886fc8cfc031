package io.muster.sandbox;

import static io.muster.sandbox.Caller.ACCOUNT;
import static io.muster.sandbox.Caller.LINKEDIN_SEGMENTS;
import static io.muster.sandbox.Caller.add;
import static io.muster.sandbox.Caller.encoded;
import static io.muster.sandbox.Caller.linkedIn;
import static io.muster.sandbox.Caller.remove;
import static io.muster.sandbox.Caller.segmentBody;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.Caller.Reply;
import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkedInTest extends SandboxTestBase {

  private static final String TOKEN = "linkedin/oauth/v2/accessToken";
  private static final String FIND = LINKEDIN_SEGMENTS + "?q=account&account=" + encoded(ACCOUNT);
  private static final String REFRESH =
      "grant_type=refresh_token&refresh_token=sandbox-refresh-token"
          + "&client_id=sandbox-client&client_secret=sandbox-secret";
  private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};

  @Test
  void createAnswersTheIdInAHeaderAndNoBody() throws Exception {
    Reply created = caller.call("POST", LINKEDIN_SEGMENTS, segmentBody("Tier 1", "k1"), linkedIn());
    assertThat(created.status(), is(201));
    assertThat(created.header("x-restli-id").isEmpty(), is(false));
    assertThat(created.body(), is(""));
  }

  @Test
  void addAndRemoveMixAndEachElementHasItsResult() throws Exception {
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("a.com") + "," + add("b.com"));
    Reply reply = caller.companies(segment, remove("a.com") + "," + add("c.com"));
    assertThat(reply.status(), is(200));
    assertThat(reply.json().get("elements").findValuesAsText("status"), contains("201", "201"));
    assertThat(reply.json().get("elements").findValuesAsText("batchIndex"), contains("0", "1"));
    assertThat(identifiers(Vendor.LINKEDIN, "Tier 1"), contains("b.com", "c.com"));
    assertThat(
        caller.companies(segment, remove("never.com")).json().toString(), containsString("201"));
    assertThat(caller.companies(segment, "").status(), is(200));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void anInvalidElementFailsAlone() throws Exception {
    String segment = caller.segment("Tier 1");
    Reply reply =
        caller.companies(
            segment,
            add("a.com")
                + ",{\"action\":\"ADD\"}"
                + ",{\"action\":\"DELETE\",\"companyName\":\"B\"}"
                + ",{\"action\":\"ADD\",\"organizationUrn\":\"42\"}"
                + ",{\"action\":\"ADD\",\"companyName\":\"C\",\"primaryId\":\"9\"}"
                + ",{\"action\":\"ADD\",\"companyName\":\"D\",\"country\":\"Germany\"}"
                + ",7");
    assertThat(reply.status(), is(200));
    JsonNode elements = reply.json().get("elements");
    assertThat(
        IntStream.range(0, 7).mapToObj(i -> elements.get(i).get("status").asInt()).toList(),
        contains(201, 400, 400, 400, 400, 400, 400));
    assertThat(elements.get(1).get("error").get("status").asInt(), is(400));
    assertThat(identifiers(Vendor.LINKEDIN, "Tier 1"), contains("a.com"));
    assertThat(brokenRules(), contains("unknown-field", "invalid-element"));
  }

  @Test
  void addingAgainReplacesTheFieldsOfTheStrongestIdentifier() throws Exception {
    String segment = caller.segment("Tier 1");
    caller.companies(
        segment,
        "{\"action\":\"ADD\",\"companyName\":\"Old\",\"companyWebsiteDomain\":\"A.com\","
            + "\"city\":\"Rome\"}");
    caller.companies(
        segment, "{\"action\":\"ADD\",\"companyName\":\"New\",\"companyWebsiteDomain\":\"a.com\"}");
    assertThat(
        sandbox.members(Vendor.LINKEDIN, "Tier 1").get(0).fields(),
        is(Map.of("companyName", "New", "companyWebsiteDomain", "a.com")));
    caller.companies(
        segment,
        "{\"action\":\"REMOVE\",\"organizationUrn\":\"urn:li:organization:1\","
            + "\"companyWebsiteDomain\":\"a.com\"}");
    assertThat(identifiers(Vendor.LINKEDIN, "Tier 1"), contains("a.com"));
  }

  @Test
  void aBatchOverTheMaximumIsRefusedWhole() throws Exception {
    String segment = caller.segment("Tier 1");
    String elements =
        IntStream.rangeClosed(0, 5000)
            .mapToObj(i -> add("d" + i + ".com"))
            .collect(Collectors.joining(","));
    assertThat(caller.companies(segment, elements).status(), is(400));
    assertThat(identifiers(Vendor.LINKEDIN, "Tier 1"), is(empty()));
    assertThat(brokenRules(), contains("oversize-batch"));
    assertThat(sandbox.calls().get(1).members(), is(5001));
  }

  @Test
  void aCompanyTwiceInABatchIsABreachButApplied() throws Exception {
    String segment = caller.segment("Tier 1");
    assertThat(caller.companies(segment, add("a.com") + "," + remove("A.com")).status(), is(200));
    assertThat(brokenRules(), contains("duplicate-in-batch"));
    assertThat(identifiers(Vendor.LINKEDIN, "Tier 1"), is(empty()));
  }

  @Test
  void brokenBodiesAreRefusedWhole() throws Exception {
    String segment = caller.segment("Tier 1");
    for (String body : new String[] {"{\"elements\":[", "[]", "{\"elements\":{}}", "{}", "x"}) {
      Reply reply =
          caller.call(
              "POST",
              LINKEDIN_SEGMENTS + "/" + segment + "/companies",
              body,
              linkedIn("X-RestLi-Method", "BATCH_CREATE"));
      assertThat(body, reply.status(), is(400));
      assertThat(reply.json().get("serviceErrorCode").isInt(), is(true));
    }
  }

  @Test
  void requiredHeadersAreEnforced() throws Exception {
    String segment = caller.segment("Tier 1");
    String path = LINKEDIN_SEGMENTS + "/" + segment + "/companies";
    String bearer = "Bearer sandbox-linkedin-token";
    Reply noVersion = caller.call("GET", FIND, "", "Authorization", bearer);
    Reply noProtocol =
        caller.call("GET", FIND, "", "Authorization", bearer, "LinkedIn-Version", "202604");
    Reply noMethod = caller.call("POST", path, "{\"elements\":[]}", linkedIn());
    Reply noType =
        caller.call(
            "POST",
            path,
            "{\"elements\":[]}",
            "Authorization",
            bearer,
            "LinkedIn-Version",
            "202604",
            "X-Restli-Protocol-Version",
            "2.0.0",
            "Content-Type",
            "text/plain");
    assertThat(noVersion.status(), is(400));
    assertThat(noProtocol.status(), is(400));
    assertThat(noMethod.status(), is(400));
    assertThat(noType.status(), is(415));
    assertThat(
        brokenRules(),
        contains("missing-header", "missing-header", "missing-header", "wrong-content-type"));
  }

  @Test
  void sunsetAndFutureVersionsAreAnswered426() throws Exception {
    for (String version : new String[] {"202511", "202612", "latest"}) {
      Reply reply =
          caller.call(
              "GET",
              FIND,
              "",
              "Authorization",
              "Bearer sandbox-linkedin-token",
              "LinkedIn-Version",
              version,
              "X-Restli-Protocol-Version",
              "2.0.0");
      assertThat(version, reply.status(), is(426));
    }
    assertThat(brokenRules(), contains("sunset-version", "sunset-version", "sunset-version"));
  }

  @Test
  void theFinderFiltersAndPages() throws Exception {
    for (String name : new String[] {"A", "B", "C"}) {
      caller.segment(name);
    }
    Reply all = caller.call("GET", FIND, "", linkedIn());
    assertThat(all.json().get("elements").findValuesAsText("name"), contains("A", "B", "C"));
    Reply page = caller.call("GET", FIND + "&start=1&count=1", "", linkedIn());
    assertThat(page.json().get("elements").findValuesAsText("name"), contains("B"));
    assertThat(page.json().get("paging").get("total").asInt(), is(3));
    assertThat(page.json().get("paging").get("links").size(), is(1));
    Reply one =
        caller.call(
            "GET",
            FIND + "&sourceSegmentId=" + encoded("key of C") + "&sourcePlatform=MUSTER",
            "",
            linkedIn());
    assertThat(one.json().get("elements").findValuesAsText("name"), contains("C"));
    Reply other = caller.call("GET", FIND + "9", "", linkedIn());
    assertThat(other.json().get("elements").size(), is(0));
    assertThat(caller.call("GET", LINKEDIN_SEGMENTS, "", linkedIn()).status(), is(400));
  }

  @Test
  void equalNamesAreAllowedAndEqualKeysConflict() throws Exception {
    String same = segmentBody("Tier 1", "k1");
    caller.call("POST", LINKEDIN_SEGMENTS, same, linkedIn());
    assertThat(
        caller.call("POST", LINKEDIN_SEGMENTS, segmentBody("Tier 1", "k2"), linkedIn()).status(),
        is(201));
    assertThat(caller.call("POST", LINKEDIN_SEGMENTS, same, linkedIn()).status(), is(409));
    sandbox.configure(c -> c.linkedin(o -> o.withUniqueNames(true)));
    assertThat(
        caller.call("POST", LINKEDIN_SEGMENTS, segmentBody("tier 1", "k3"), linkedIn()).status(),
        is(409));
  }

  @Test
  void createNeedsItsFields() throws Exception {
    String good = segmentBody("Tier 1", "k1");
    for (String bad :
        new String[] {
          good.replace("\"name\":\"Tier 1\",", ""),
          good.replace("COMPANY", "COMPANIES"),
          good.replace("urn:li:sponsoredAccount:", ""),
          good.replace("{\"destination\":\"LINKEDIN\"}", ""),
          good.replace("\"sourcePlatform\":\"MUSTER\",", "")
        }) {
      assertThat(bad, caller.call("POST", LINKEDIN_SEGMENTS, bad, linkedIn()).status(), is(400));
    }
  }

  @Test
  void aSegmentIsRenamedAndDeleted() throws Exception {
    String path = LINKEDIN_SEGMENTS + "/" + caller.segment("Tier 1");
    String patch = "{\"patch\":{\"$set\":{\"name\":\"Tier 2\"}}}";
    assertThat(caller.call("POST", path, patch, linkedIn()).status(), is(400));
    String[] update = linkedIn("X-RestLi-Method", "PARTIAL_UPDATE");
    assertThat(caller.call("POST", path, patch, update).status(), is(204));
    assertThat(sandbox.lists().get(0).name(), is("Tier 2"));
    String fixed = "{\"patch\":{\"$set\":{\"type\":\"USER\"}}}";
    assertThat(caller.call("POST", path, fixed, update).status(), is(400));
    assertThat(caller.call("DELETE", path, "", linkedIn()).status(), is(204));
    assertThat(caller.call("DELETE", path, "", linkedIn()).status(), is(404));
    assertThat(sandbox.lists(), is(empty()));
  }

  @Test
  void aYoungSegmentIsNotFoundWhereThatIsConfigured() throws Exception {
    sandbox.configure(c -> c.linkedin(o -> o.withVisibleAfter(Duration.ofSeconds(60))));
    String segment = caller.segment("Tier 1");
    Reply early = caller.companies(segment, add("a.com"));
    assertThat(early.status(), is(404));
    assertThat(
        early.json().get("message").asText(), is("Could not find DMP segment with ID " + segment));
    clock.advance(Duration.ofSeconds(60));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void writingBeforeTheWaitIsABreachOnlyWhenStrict() throws Exception {
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("a.com"));
    assertThat(sandbox.breaches(), is(empty()));
    sandbox.configure(c -> c.linkedin(o -> o.withEnforceWaitAfterCreate(true)));
    clock.advance(Duration.ofSeconds(4));
    caller.companies(segment, add("b.com"));
    clock.advance(Duration.ofSeconds(1));
    caller.companies(segment, add("c.com"));
    assertThat(brokenRules(), contains("write-before-wait"));
  }

  @Test
  void theDestinationSaysStatusAndCounts() throws Exception {
    sandbox.configure(
        c -> c.linkedin(o -> o.withMatchRate(0.5).withMatchingTime(Duration.ofDays(2))));
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("a.com") + "," + add("b.com"));
    String path = LINKEDIN_SEGMENTS + "/" + segment + "/destinations/LINKEDIN";
    assertThat(
        caller.call("GET", path, "", linkedIn()).json().get("status").asText(), is("BUILDING"));
    clock.advance(Duration.ofDays(2));
    JsonNode ready = caller.call("GET", path, "", linkedIn()).json();
    assertThat(ready.get("status").asText(), is("READY"));
    assertThat(ready.get("matchedCount").asInt(), is(1));
    assertThat(ready.get("audienceSize").asInt(), is(20));
  }

  @Test
  void companiesCallsAreCountedOverASlidingMinute() throws Exception {
    sandbox.configure(c -> c.linkedin(o -> o.withCompaniesPerMinute(2)));
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("a.com"));
    clock.advance(Duration.ofSeconds(30));
    caller.companies(segment, add("b.com"));
    clock.advance(Duration.ofSeconds(29));
    Reply over = caller.companies(segment, add("c.com"));
    assertThat(over.status(), is(429));
    assertThat(over.header("Retry-After"), is(""));
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.companies(segment, add("c.com")).status(), is(200));
    assertThat(caller.companies(segment, add("d.com")).status(), is(429));
    assertThat(brokenRules(), contains("over-rate", "over-rate"));
  }

  @Test
  void refreshGivesAnAccessTokenThatExpires() throws Exception {
    JsonNode minted = caller.call("POST", TOKEN, REFRESH, FORM).json();
    assertThat(minted.get("expires_in").asLong(), is(Duration.ofDays(60).toSeconds()));
    String[] headers = linkedIn();
    headers[1] = "Bearer " + minted.get("access_token").asText();
    assertThat(caller.call("GET", FIND, "", headers).status(), is(200));
    clock.advance(Duration.ofDays(60));
    Reply expired = caller.call("GET", FIND, "", headers);
    assertThat(expired.status(), is(401));
    assertThat(expired.json().get("code").asText(), is("EXPIRED_ACCESS_TOKEN"));
  }

  @Test
  void aRefreshMayBringAnotherRefreshTokenAndBothWork() throws Exception {
    Reply kept = caller.call("POST", TOKEN, REFRESH, FORM);
    assertThat(kept.json().get("refresh_token").asText(), is("sandbox-refresh-token"));
    sandbox.configure(c -> c.linkedin(o -> o.withRotateRefreshToken(true)));
    String rotated = caller.call("POST", TOKEN, REFRESH, FORM).json().get("refresh_token").asText();
    assertThat(rotated, is(not("sandbox-refresh-token")));
    assertThat(caller.call("POST", TOKEN, REFRESH, FORM).status(), is(200));
    assertThat(
        caller
            .call("POST", TOKEN, REFRESH.replace("sandbox-refresh-token", rotated), FORM)
            .status(),
        is(200));
  }

  @Test
  void theVendorsOwnRateIsThreeHundredCompaniesCallsAMinute() throws Exception {
    String segment = caller.segment("Tier 1");
    for (int i = 0; i < 300; i++) {
      assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    }
    assertThat(caller.companies(segment, add("a.com")).status(), is(429));
    assertThat(brokenRules(), contains("over-rate"));
  }

  @Test
  void refreshingDoesNotExtendTheRefreshToken() throws Exception {
    clock.advance(Duration.ofDays(360));
    JsonNode minted = caller.call("POST", TOKEN, REFRESH, FORM).json();
    assertThat(minted.get("expires_in").asLong(), is(Duration.ofDays(5).toSeconds()));
    clock.advance(Duration.ofDays(5));
    Reply refused = caller.call("POST", TOKEN, REFRESH, FORM);
    assertThat(refused.status(), is(400));
    assertThat(refused.json().get("error").asText(), is("invalid_grant"));
  }

  @Test
  void badTokenRequestsAreRefused() throws Exception {
    assertThat(
        caller
            .call("POST", TOKEN, REFRESH.replace("sandbox-refresh-token", "old"), FORM)
            .json()
            .get("error")
            .asText(),
        is("invalid_grant"));
    assertThat(
        caller.call("POST", TOKEN, REFRESH.replace("sandbox-secret", "no"), FORM).status(),
        is(401));
    assertThat(
        caller.call("POST", TOKEN, "{}", "Content-Type", "application/json").status(), is(400));
  }

  @Test
  void aRevokedTokenSaysSoAndUsingItAgainIsABreach() throws Exception {
    sandbox.revokeCredentials(Vendor.LINKEDIN);
    Reply revoked = caller.call("GET", FIND, "", linkedIn());
    assertThat(revoked.status(), is(401));
    assertThat(revoked.json().get("code").asText(), is("REVOKED_ACCESS_TOKEN"));
    assertThat(revoked.json().get("serviceErrorCode").asInt(), is(65601));
    assertThat(sandbox.breaches(), is(empty()));
    caller.call("GET", FIND, "", linkedIn());
    assertThat(brokenRules(), contains("token-used-after-401"));
    assertThat(caller.call("POST", TOKEN, REFRESH, FORM).status(), is(400));
    sandbox.restoreCredentials(Vendor.LINKEDIN);
    assertThat(caller.call("GET", FIND, "", linkedIn()).status(), is(200));
  }

  @Test
  void aTokenInTheUrlIsABreachAndIsNotRecorded() throws Exception {
    caller.call("GET", FIND + "&oauth2_access_token=sandbox-linkedin-token", "", linkedIn());
    assertThat(brokenRules(), contains("secret-in-url"));
    assertThat(sandbox.calls().get(0).query(), is("***"));
  }
}
