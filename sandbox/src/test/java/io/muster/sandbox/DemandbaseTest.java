package io.muster.sandbox;

import static io.muster.sandbox.Caller.DEMANDBASE;
import static io.muster.sandbox.Caller.accounts;
import static io.muster.sandbox.Caller.with;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.muster.sandbox.Caller.Reply;
import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemandbaseTest extends SandboxTestBase {

  private static final String JOBS = "demandbase/import/v1/jobs";
  private static final String TOKEN = "demandbase/auth/v1/token";
  private static final String KEY_SET =
      "{\"grantType\":\"client_credentials\",\"clientId\":\"sandbox-client\","
          + "\"clientSecret\":\"sandbox-secret\"}";

  private void finish() {
    clock.advance(Duration.ofSeconds(1));
  }

  private String mint() throws Exception {
    return caller
        .call("POST", TOKEN, KEY_SET, "Content-Type", "application/json")
        .json()
        .get("accessToken")
        .asText();
  }

  @Test
  void insertCreatesTheListWhenTheJobCompletes() throws Exception {
    Reply created = caller.createJob("Tier 1", "Account");
    assertThat(created.status(), is(200));
    assertThat(created.json().get("state").asText(), is("new"));
    assertThat(created.json().get("source").asText(), is("CSV"));
    assertThat(created.json().get("createdAt").asText(), is("2026-11-22T12:00:00Z"));
    String job = created.json().get("id").asText();

    Reply put = caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    assertThat(put.status(), is(200));
    assertThat(put.json().get("state").asText(), is("processing"));
    assertThat(caller.jobState(job), is("processing"));
    assertThat(sandbox.lists(), is(empty()));

    finish();
    assertThat(caller.jobState(job), is("completed"));
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("x1"));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void deleteRemovesAndNoopLeavesTheMembers() throws Exception {
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1", "Beta,beta.com,"));
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("beta.com beta", "x1"));
    caller.put(job, "?listAction=noop", accounts("Gamma,gamma.com,x3"));
    finish();
    caller.put(job, "?listAction=delete", accounts("Renamed,acme.com,x1", "No,no.com,none"));
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("beta.com beta"));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void theDefaultListActionEmptiesTheListAndIsABreach() throws Exception {
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    finish();
    assertThat(caller.put(job, "", accounts("Beta,beta.com,x2")).status(), is(200));
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("x2"));
    caller.put(job, "?listAction=replace", accounts("Gamma,gamma.com,x3"));
    assertThat(brokenRules(), contains("list-action-missing", "list-action-replace"));
  }

  @Test
  void peopleAreKnownByExternalIdElseByEmail() throws Exception {
    String job = caller.job("People", "Person");
    String header = "First Name,Last Name,Email,External Person Id\r\n";
    caller.put(
        job,
        "?listAction=insert",
        header + "\"Ann, \"\"A\"\"\",Lee,Ann@Acme.com,p1\r\nBo,Li,Bo@Acme.com,\r\n");
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE_PEOPLE, "People"), contains("bo@acme.com", "p1"));
    assertThat(
        sandbox.members(Vendor.DEMANDBASE_PEOPLE, "People").get(1).fields().get("First Name"),
        is("Ann, \"A\""));
    caller.put(job, "?listAction=delete", header + ",,bo@acme.com,\r\nx,y,z@z.com,p1\r\n");
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE_PEOPLE, "People"), is(empty()));
  }

  @Test
  void namesAreUniqueForEachEntityTypeTrimmedAndWithoutCase() throws Exception {
    caller.job("Tier 1", "Account");
    Reply again = caller.createJob(" TIER 1 ", "Account");
    assertThat(again.status(), is(400));
    assertThat(again.json().has("message"), is(true));
    assertThat(caller.createJob("Tier 1", "Person").status(), is(200));
  }

  @Test
  void aSecondFileWaitsForTheFirst() throws Exception {
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    assertThat(
        caller.put(job, "?listAction=insert", accounts("Beta,beta.com,x2")).status(), is(400));
    assertThat(brokenRules(), contains("put-while-processing"));
    sandbox.configure(c -> c.demandbase(o -> o.withBusyStatus(409)));
    assertThat(
        caller.put(job, "?listAction=insert", accounts("Beta,beta.com,x2")).status(), is(409));
    finish();
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("x1"));
  }

  @Test
  void aMalformedFileIsRefusedOrFailsItsJob() throws Exception {
    String job = caller.job("Tier 1", "Account");
    for (String csv :
        new String[] {
          "Account Name\r\nAcme\r\n",
          "Account Name,Account Domain\r\nAcme\r\n",
          "Account Name,Account Domain\r\n\"Acme,acme.com\r\n",
          "Account Name,Account Domain\r\nAc\"me,acme.com\r\n",
          "Account Name,Account Domain\r\n,\r\n",
          "Account Name,Account Domain,Account Name\r\nAcme,acme.com,A\r\n"
        }) {
      Reply refused = caller.put(job, "?listAction=insert", csv);
      assertThat(csv, refused.status(), is(400));
      assertThat(refused.json().has("message"), is(true));
    }
    sandbox.configure(c -> c.demandbase(o -> o.withFailJobOnBadFile(true)));
    assertThat(caller.put(job, "?listAction=insert", "Account Name\r\nAcme\r\n").status(), is(200));
    finish();
    assertThat(caller.jobState(job), is("failed"));
  }

  @Test
  void anOversizedFileIsRefused() throws Exception {
    sandbox.configure(c -> c.demandbase(o -> o.withMaxFileBytes(60)));
    String job = caller.job("Tier 1", "Account");
    String csv = accounts("Acme,acme.com,x1", "Beta,beta.com,x2");
    assertThat(caller.put(job, "?listAction=insert", csv).status(), is(400));
  }

  @Test
  void aRowTwiceInAFileIsABreach() throws Exception {
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1", "Acme,acme.com,x1"));
    assertThat(brokenRules(), contains("duplicate-in-batch"));
  }

  @Test
  void contentTypesAreEnforced() throws Exception {
    String job = caller.job("Tier 1", "Account");
    Reply put =
        caller.call(
            "PUT",
            "demandbase/import/v1/job/" + job + "/data?listAction=insert",
            accounts("Acme,acme.com,x1"),
            with(DEMANDBASE, "Content-Type", "text/csv"));
    Reply post =
        caller.call(
            "POST",
            "demandbase/import/v1/job",
            "{}",
            with(DEMANDBASE, "Content-Type", "text/plain"));
    assertThat(put.status(), is(400));
    assertThat(post.status(), is(400));
    assertThat(brokenRules(), contains("wrong-content-type", "wrong-content-type"));
  }

  @Test
  void jobsArePagedAndFiltered() throws Exception {
    String first = caller.job("A", "Account");
    caller.job("B", "Person");
    caller.job("C", "Account");
    caller.put(first, "?listAction=insert", accounts("Acme,acme.com,x1"));
    Reply page = caller.call("GET", JOBS + "?entityType=Account&perPage=1&page=2", "", DEMANDBASE);
    assertThat(page.json().get("totalCount").asInt(), is(2));
    assertThat(page.json().get("data").findValuesAsText("dataImportName"), contains("C"));
    Reply processing = caller.call("GET", JOBS + "?state=processing", "", DEMANDBASE);
    assertThat(processing.json().get("data").findValuesAsText("dataImportName"), contains("A"));
    Reply sorted = caller.call("GET", JOBS + "?sort=-id", "", DEMANDBASE);
    assertThat(
        sorted.json().get("data").findValuesAsText("dataImportName"), contains("C", "B", "A"));
    assertThat(caller.call("GET", JOBS + "?state=odd", "", DEMANDBASE).status(), is(400));
    caller.call("GET", JOBS + "?name=A", "", DEMANDBASE);
    assertThat(brokenRules(), hasItem("unknown-query-parameter"));
  }

  @Test
  void sourcesAreRead() throws Exception {
    Reply sources = caller.call("GET", "demandbase/import/v1/Account/sources", "", DEMANDBASE);
    assertThat(sources.json().get("data").get(0).asText(), is("CSV"));
  }

  @Test
  void unknownJobsMethodsAndPathsAreRefused() throws Exception {
    Reply unknown = caller.call("GET", "demandbase/import/v1/job/7", "", DEMANDBASE);
    assertThat(unknown.status(), is(404));
    assertThat(unknown.json().has("message"), is(true));
    assertThat(caller.put("7", "?listAction=insert", accounts()).status(), is(404));
    assertThat(
        caller.call("DELETE", "demandbase/import/v1/job/7", "", DEMANDBASE).status(), is(405));
    assertThat(caller.call("GET", "demandbase/import/v2/jobs", "", DEMANDBASE).status(), is(404));
    assertThat(brokenRules(), contains("method-not-allowed", "unknown-endpoint"));
  }

  @Test
  void aMissingOrUnknownTokenIsAnswered401WithStatus() throws Exception {
    Reply missing = caller.call("GET", JOBS, "");
    Reply unknown = caller.call("GET", JOBS, "", "Authorization", "Bearer nobody");
    assertThat(missing.status(), is(401));
    assertThat(missing.json().has("status"), is(true));
    assertThat(unknown.status(), is(401));
    assertThat(brokenRules(), contains("missing-authorization", "unknown-token"));
  }

  @Test
  void keySetTokensLiveEightHours() throws Exception {
    Reply minted = caller.call("POST", TOKEN, KEY_SET, "Content-Type", "application/json");
    assertThat(minted.json().get("tokenType").asText(), is("bearer"));
    assertThat(minted.json().get("expiresIn").asLong(), is(28_800L));
    String token = minted.json().get("accessToken").asText();
    assertThat(caller.call("GET", JOBS, "", "Authorization", "Bearer " + token).status(), is(200));
    clock.advance(Duration.ofHours(8));
    assertThat(caller.call("GET", JOBS, "", "Authorization", "Bearer " + token).status(), is(401));
    assertThat(brokenRules(), contains("expired-token"));
  }

  @Test
  void aKeySetHasFiveActiveTokens() throws Exception {
    String first = mint();
    clock.advance(Duration.ofSeconds(1));
    String second = mint();
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofSeconds(1));
      mint();
    }
    assertThat(caller.call("GET", JOBS, "", "Authorization", "Bearer " + first).status(), is(401));
    assertThat(caller.call("GET", JOBS, "", "Authorization", "Bearer " + second).status(), is(200));
  }

  @Test
  void badTokenRequestsAreRefused() throws Exception {
    String[] json = {"Content-Type", "application/json"};
    assertThat(caller.call("POST", TOKEN, "{}", json).status(), is(400));
    String wrong = KEY_SET.replace("sandbox-secret", "wrong");
    assertThat(caller.call("POST", TOKEN, wrong, json).status(), is(401));
    assertThat(caller.call("GET", TOKEN, "").status(), is(405));
  }

  @Test
  void dailyBudgetsAreSharedByBothKindsAndEndAtMidnightUtc() throws Exception {
    sandbox.configure(
        c -> c.demandbase(o -> o.withPostsPerDay(2).withPutsPerDay(1).withReadsPerDay(1)));
    String accounts = caller.job("A", "Account");
    String people = caller.job("B", "Person");
    assertThat(caller.createJob("C", "Person").status(), is(429));
    caller.put(accounts, "?listAction=insert", accounts("Acme,acme.com,x1"));
    Reply spent = caller.put(people, "?listAction=insert", accounts());
    assertThat(spent.status(), is(429));
    assertThat(spent.header("Retry-After"), is(""));
    caller.jobState(accounts);
    assertThat(caller.call("GET", JOBS, "", DEMANDBASE).status(), is(429));
    assertThat(brokenRules(), contains("over-daily-limit", "over-daily-limit", "over-daily-limit"));
    clock.advance(Duration.ofHours(12));
    assertThat(caller.createJob("C", "Person").status(), is(200));
  }
}
