package io.muster.sandbox;

import static io.muster.sandbox.Caller.add;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.Caller.Reply;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminTest extends SandboxTestBase {

  @Test
  void listsShowTheirMembersSortedByKey() throws Exception {
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("b.com") + "," + add("a.com"));
    Reply lists = caller.admin("GET", "lists", "");
    assertThat(
        lists.body(),
        is(
            "[{\"vendor\":\"linkedin\",\"account\":\"urn:li:sponsoredAccount:512345678\",\"id\":\""
                + segment
                + "\",\"name\":\"Tier 1\",\"type\":\"COMPANY\",\"size\":2,\"members\":["
                + "{\"companyWebsiteDomain\":\"a.com\"},{\"companyWebsiteDomain\":\"b.com\"}]}]"));
    assertThat(
        caller.admin("GET", "lists?members=false", "").json().get(0).has("members"), is(false));
    assertThat(caller.admin("GET", "lists?limit=1", "").json().get(0).get("members").size(), is(1));
    assertThat(caller.admin("GET", "lists?vendor=bombora", "").json().size(), is(0));
    assertThat(
        caller.admin("GET", "lists?vendor=linkedin-companies&id=" + segment, "").json().size(),
        is(1));
  }

  @Test
  void callsAndBreachesAreShownFromANumberOn() throws Exception {
    String segment = caller.segment("Tier 1");
    caller.companies(segment, add("a.com") + "," + add("a.com"));
    caller.bomboraToken();
    JsonNode calls = caller.admin("GET", "calls?since=1&vendor=linkedin", "").json();
    assertThat(calls.size(), is(1));
    JsonNode call = calls.get(0);
    assertThat(call.get("seq").asInt(), is(2));
    assertThat(call.get("endpoint").asText(), is("POST /dmpSegments/{id}/companies"));
    assertThat(call.get("list").asText(), is(segment));
    assertThat(call.get("action").asText(), is("add"));
    assertThat(call.get("members").asInt(), is(2));
    assertThat(call.get("status").asInt(), is(200));
    assertThat(call.get("account").asText(), is("sandbox"));
    assertThat(call.get("breaches").get(0).asText(), is("duplicate-in-batch"));
    JsonNode breaches = caller.admin("GET", "breaches", "").json();
    assertThat(breaches.findValuesAsText("rule"), contains("duplicate-in-batch"));
    assertThat(breaches.get(0).get("call").asInt(), is(2));
    assertThat(caller.admin("GET", "breaches?since=2", "").json().size(), is(0));
    assertThat(caller.admin("GET", "calls?limit=1", "").json().get(0).get("seq").asInt(), is(3));
    assertThat(caller.admin("GET", "calls?since=x", "").status(), is(400));
  }

  @Test
  void noSecretIsShownAnywhere() throws Exception {
    String token = caller.bomboraToken();
    caller.createList(token, "B");
    caller.segment("Tier 1");
    sandbox.configure(c -> c.withRecordBodies(true));
    caller.createList(token, "C");
    for (String path : new String[] {"lists", "calls", "breaches", "config", "faults"}) {
      String shown = caller.admin("GET", path, "").body();
      assertThat(shown, not(containsString(token)));
      assertThat(shown, not(containsString("sandbox-secret")));
      assertThat(shown, not(containsString("sandbox-linkedin-token")));
    }
    assertThat(sandbox.callsWithBody().get(0).headers().toString(), not(containsString(token)));
  }

  @Test
  void configurationIsChangedInPartAndStrictly() throws Exception {
    Reply changed =
        caller.admin(
            "PUT", "config", "{\"latency\":\"5ms\",\"linkedin\":{\"visibleAfter\":\"2m\"}}");
    assertThat(changed.status(), is(200));
    assertThat(changed.json().get("linkedin").get("visibleAfter").asText(), is("2m"));
    assertThat(changed.json().get("linkedin").get("batchSize").asInt(), is(5000));
    assertThat(sandbox.config().linkedin().visibleAfter(), is(Duration.ofMinutes(2)));
    assertThat(sandbox.config().latency(), is(Duration.ofMillis(5)));
    for (String wrong :
        new String[] {
          "{\"linkedin\":{\"batchSiz\":1}}",
          "{\"latency\":5}",
          "{\"latency\":\"soon\"}",
          "{\"linkedin\":{\"batchSize\":\"x\"}}",
          "{\"linkedin\":{\"batchSize\":null}}",
          "{\"linkedin\":null}",
          "{\"bombora\":{\"credentials\":[{\"token\":\"***\"}]}}",
          "{\"port\":1}",
          "[]",
          "{"
        }) {
      Reply refused = caller.admin("PUT", "config", wrong);
      assertThat(wrong, refused.status(), is(400));
      assertThat(wrong, refused.json().get("error").asText().isEmpty(), is(false));
    }
    assertThat(
        caller.admin("PUT", "config", "{\"linkedin\":{\"batchSiz\":1}}").body(),
        containsString("linkedin.batchSiz"));
  }

  @Test
  void credentialsCanBeConfigured() throws Exception {
    caller.admin(
        "PUT",
        "config",
        "{\"demandbase\":{\"credentials\":[{\"account\":\"t1\",\"token\":\"one\"},"
            + "{\"account\":\"t2\",\"token\":\"two\"}]}}");
    String path = "demandbase/import/v1/job";
    String body = "{\"dataImportName\":\"A\",\"entityType\":\"Account\"}";
    for (String token : new String[] {"one", "two"}) {
      Reply created =
          caller.call(
              "POST",
              path,
              body,
              "Authorization",
              "Bearer " + token,
              "Content-Type",
              "application/json");
      assertThat(created.status(), is(200));
    }
    assertThat(sandbox.calls().get(1).account(), is("t2"));
  }

  @Test
  void faultsAreOrderedShownAndCleared() throws Exception {
    Reply ordered =
        caller.admin(
            "POST",
            "faults",
            "[{\"vendor\":\"linkedin\",\"kind\":\"status\",\"status\":502,\"times\":2},"
                + "{\"kind\":\"stall\",\"match\":{\"path\":\"/never\"},\"delayMs\":10}]");
    assertThat(ordered.status(), is(201));
    assertThat(ordered.json().get("ids").size(), is(2));
    caller.segment("refused");
    JsonNode shown = caller.admin("GET", "faults", "").json();
    assertThat(shown.findValuesAsText("kind"), contains("status", "stall"));
    assertThat(shown.get(0).get("applied").asInt(), is(1));
    assertThat(caller.admin("DELETE", "faults?id=1", "").json().size(), is(1));
    assertThat(caller.admin("DELETE", "faults", "").json().size(), is(0));
  }

  @Test
  void wrongOrdersAreRefusedWithTheirReason() throws Exception {
    for (String wrong :
        new String[] {
          "{}",
          "{\"kind\":\"odd\"}",
          "{\"kind\":\"status\",\"vendor\":\"odd\"}",
          "{\"kind\":\"status\",\"match\":{\"path\":\"(\"}}",
          "{\"kind\":\"status\",\"match\":{\"url\":\"x\"}}",
          "{\"kind\":\"status\",\"often\":1}",
          "{\"kind\":\"status\",\"times\":0}",
          "{\"kind\":\"status\",\"times\":\"x\"}",
          "{\"kind\":\"status\",\"probability\":2}",
          "{\"kind\":\"short-results\",\"vendor\":\"bombora\"}",
          "{\"kind\":\"job-fails\",\"vendor\":\"linkedin\"}",
          "nonsense"
        }) {
      assertThat(wrong, caller.admin("POST", "faults", wrong).status(), is(400));
    }
    assertThat(sandbox.faults().orders(), is(empty()));
  }

  @Test
  void everyKindCanBeOrderedByItsName() throws Exception {
    for (FaultKind kind : FaultKind.values()) {
      String order = "{\"kind\":\"" + kind.id() + "\"}";
      assertThat(order, caller.admin("POST", "faults", order).status(), is(201));
    }
  }

  @Test
  void credentialsAreRevokedForATime() throws Exception {
    String order = "{\"vendor\":\"linkedin\",\"action\":\"revoke\",\"forMs\":%s}";
    String segment = caller.segment("Tier 1");
    assertThat(caller.admin("POST", "tokens", String.format(order, "60000")).status(), is(200));
    assertThat(caller.companies(segment, add("a.com")).status(), is(401));
    clock.advance(Duration.ofMinutes(1));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    for (String wrong : List.of("0", "-1", "\"1m\"", "null", "1.5")) {
      assertThat(caller.admin("POST", "tokens", String.format(order, wrong)).status(), is(400));
    }
  }

  @Test
  void tokensAreExpiredRevokedAndRestored() throws Exception {
    String token = caller.bomboraToken();
    String order = "{\"vendor\":\"bombora\",\"action\":\"%s\"}";
    caller.admin("POST", "tokens", String.format(order, "expire"));
    assertThat(caller.bombora(token, "GET", "", "").status(), is(401));
    caller.admin("POST", "tokens", String.format(order, "revoke"));
    assertThat(sandbox.calls().size(), is(2));
    assertThat(
        caller
            .call(
                "POST",
                "bombora/oauth/token",
                "{\"client_id\":\"sandbox-client\",\"client_secret\":\"sandbox-secret\"}",
                "Content-Type",
                "application/json")
            .status(),
        is(401));
    caller.admin("POST", "tokens", String.format(order, "restore"));
    assertThat(caller.bombora(caller.bomboraToken(), "GET", "", "").status(), is(200));
    assertThat(caller.admin("POST", "tokens", String.format(order, "x")).status(), is(400));
  }

  @Test
  void resetForgetsAllButTheConfiguration() throws Exception {
    caller.segment("Tier 1");
    caller.segment("");
    caller.admin("POST", "faults", "{\"kind\":\"status\"}");
    caller.admin("PUT", "config", "{\"linkedin\":{\"batchSize\":7}}");
    assertThat(caller.admin("POST", "reset", "").status(), is(200));
    assertThat(sandbox.lists(), is(empty()));
    assertThat(sandbox.calls(), is(empty()));
    assertThat(sandbox.breaches(), is(empty()));
    assertThat(sandbox.faults().orders(), is(empty()));
    assertThat(sandbox.config().linkedin().batchSize(), is(7));
  }

  @Test
  void healthAndUnknownPathsAnswer() throws Exception {
    assertThat(caller.admin("GET", "health", "").json().get("status").asText(), is("ok"));
    assertThat(caller.admin("GET", "nothing", "").status(), is(404));
    assertThat(caller.call("GET", "linkedin", "").status(), is(404));
  }

  @Test
  void thePageIsSelfContained() throws Exception {
    Reply page = caller.call("GET", "", "");
    assertThat(page.status(), is(200));
    assertThat(page.header("Content-Type"), containsString("text/html"));
    assertThat(page.header("Content-Security-Policy"), containsString("default-src 'none'"));
    assertThat(page.body(), not(containsString("http://")));
    assertThat(page.body(), not(containsString("https://")));
    assertThat(page.body(), not(containsString("innerHTML")));
  }

  @Test
  void anotherOriginMayNotChangeAnything() throws Exception {
    assertThat(
        caller.call("POST", "admin/reset", "", "Origin", "http://evil.example").status(), is(403));
    String own = caller.base().toString().replaceAll("/$", "");
    assertThat(caller.call("POST", "admin/reset", "", "Origin", own).status(), is(200));
  }

  @Test
  void bodiesAreKeptOnlyWhenAskedFor() throws Exception {
    caller.segment("A");
    assertThat(sandbox.callsWithBody(), is(empty()));
    sandbox.configure(c -> c.withRecordBodies(true));
    String segment = caller.segment("B");
    caller.companies(segment, add("a.com"));
    RecordedCall call = sandbox.callsWithBody().get(1);
    assertThat(
        new String(call.body().orElseThrow(), StandardCharsets.UTF_8),
        is("{\"elements\":[" + add("a.com") + "]}"));
    assertThat(call.headers().get("LinkedIn-Version"), is("202604"));
    assertThat(call.headers().get("Authorization"), is("***"));
  }

  @Test
  void theCallLogIsBounded() throws Exception {
    sandbox.configure(c -> c.withRecordedCalls(2));
    for (String name : new String[] {"A", "B", "C"}) {
      caller.segment(name);
    }
    assertThat(sandbox.calls().stream().map(RecordedCall::seq).toList(), contains(2L, 3L));
    assertThat(sandbox.list(Vendor.LINKEDIN, "A").isPresent(), is(true));
  }
}
