package io.muster.sandbox;

import static io.muster.sandbox.Caller.LINKEDIN_SEGMENTS;
import static io.muster.sandbox.Caller.accounts;
import static io.muster.sandbox.Caller.add;
import static io.muster.sandbox.Caller.domains;
import static io.muster.sandbox.Caller.linkedIn;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.sandbox.Caller.Reply;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultJson;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest extends SandboxTestBase {

  private String segment;

  @BeforeEach
  void createSegment() throws Exception {
    segment = caller.segment("Tier 1");
  }

  private void order(Fault fault) {
    sandbox.faults().order(fault.on(Vendor.LINKEDIN).path("/companies$"));
  }

  private List<String> members() {
    return identifiers(Vendor.LINKEDIN, "Tier 1");
  }

  private RecordedCall lastCall() {
    List<RecordedCall> calls = sandbox.calls();
    return calls.get(calls.size() - 1);
  }

  /** Sends one add over a raw socket and reads until the connection ends or resets. */
  private byte[] sendRaw() throws IOException {
    String body = "{\"elements\":[" + add("a.com") + "]}";
    String[] headers = linkedIn("X-RestLi-Method", "BATCH_CREATE", "Host", "localhost");
    StringBuilder request =
        new StringBuilder("POST /" + LINKEDIN_SEGMENTS + "/" + segment + "/companies HTTP/1.1\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    request.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    try (Socket socket = new Socket(caller.base().getHost(), caller.base().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return in.readAllBytes();
    }
  }

  @Test
  void aStatusComesInTheVendorsShapeBeforeTheWrite() throws Exception {
    order(Fault.status(503).retryAfter("2").times(1));
    Reply reply = caller.companies(segment, add("a.com"));
    assertThat(reply.status(), is(503));
    assertThat(reply.header("Retry-After"), is("2"));
    assertThat(reply.json().get("status").asInt(), is(503));
    assertThat(members(), is(empty()));
    assertThat(lastCall().fault(), is("status"));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
  }

  @Test
  void aStatusMayComeAfterTheWrite() throws Exception {
    order(Fault.status(500).afterWrite(true).times(1));
    assertThat(caller.companies(segment, add("a.com")).status(), is(500));
    assertThat(members(), contains("a.com"));
    assertThat(lastCall().members(), is(1));
  }

  @Test
  void throttlingSaysRetryAfterInBothFormsOrNotAtAll() throws Exception {
    order(Fault.of(FaultKind.THROTTLE).times(1));
    order(Fault.of(FaultKind.THROTTLE).retryAfter("date+90").times(1));
    Reply bare = caller.companies(segment, add("a.com"));
    assertThat(bare.status(), is(429));
    assertThat(bare.header("Retry-After"), is(""));
    Reply dated = caller.companies(segment, add("a.com"));
    assertThat(dated.header("Retry-After"), is("Sun, 22 Nov 2026 12:01:30 GMT"));
  }

  @Test
  void aResetBeforeTheWriteChangesNothing() throws Exception {
    order(Fault.of(FaultKind.RESET_BEFORE).times(1));
    assertThrows(SocketException.class, this::sendRaw);
    assertThat(members(), is(empty()));
    assertThat(lastCall().status(), is(0));
    assertThat(lastCall().fault(), is("reset-before"));
  }

  @Test
  void aResetAfterTheWriteHasWritten() throws Exception {
    order(Fault.of(FaultKind.RESET_AFTER).times(1));
    assertThrows(SocketException.class, this::sendRaw);
    assertThat(members(), contains("a.com"));
    assertThat(lastCall().status(), is(0));
  }

  @Test
  void aTruncatedBodyPromisesMoreThanItSends() throws Exception {
    order(Fault.of(FaultKind.TRUNCATE));
    String answer = new String(sendRaw(), StandardCharsets.UTF_8);
    String[] parts = answer.split("\r\n\r\n", 2);
    int promised = Integer.parseInt(parts[0].replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
    assertThat(parts[1].length(), is(promised / 2));
    assertThrows(IOException.class, () -> caller.companies(segment, add("b.com")));
    assertThat(members(), contains("a.com", "b.com"));
  }

  @Test
  void aTruncatedBodyIsPossibleWhereTheVendorSendsNone() throws Exception {
    sandbox.faults().order(Fault.of(FaultKind.TRUNCATE).method("DELETE").times(1));
    assertThrows(
        IOException.class,
        () -> caller.call("DELETE", LINKEDIN_SEGMENTS + "/" + segment, "", linkedIn()));
    assertThat(sandbox.lists(), is(empty()));
  }

  @Test
  void aGarbageBodyIsNoJson() throws Exception {
    order(Fault.of(FaultKind.GARBAGE).times(1));
    Reply reply = caller.companies(segment, add("a.com"));
    assertThat(reply.status(), is(200));
    assertThrows(IOException.class, () -> new ObjectMapper().readTree(reply.body()));
    assertThat(members(), contains("a.com"));
  }

  @Test
  void anOversizedBodyHasTheOrderedSize() throws Exception {
    order(Fault.of(FaultKind.OVERSIZE).bytes(3_000_000).times(1));
    Reply reply = caller.companies(segment, add("a.com"));
    assertThat(reply.body().length(), is(3_000_000));
    assertThat(reply.body(), startsWith("{\"padding\":\"x"));
  }

  @Test
  void aStallSendsNothingAndThenCloses() throws Exception {
    order(Fault.of(FaultKind.STALL).delay(Duration.ofMillis(50)).times(1));
    long started = System.nanoTime();
    assertThat(sendRaw().length, is(0));
    assertThat(elapsedMillis(started), greaterThanOrEqualTo(50L));
    assertThat(members(), is(empty()));
  }

  @Test
  void aStallDoesNotHoldUpTheClose() {
    order(Fault.of(FaultKind.STALL).times(1));
    Thread client =
        new Thread(
            () -> {
              try {
                sendRaw();
              } catch (IOException ended) {
                // The sandbox closes under the call: expected.
              }
            });
    client.start();
    while (sandbox.calls().size() < 2) {
      Thread.onSpinWait();
    }
    long started = System.nanoTime();
    sandbox.close();
    assertThat(elapsedMillis(started) < 10_000, is(true));
  }

  @Test
  void aSlowBodyArrivesWhole() throws Exception {
    order(Fault.of(FaultKind.SLOW_BODY).delay(Duration.ofMillis(100)).times(1));
    long started = System.nanoTime();
    Reply reply = caller.companies(segment, add("a.com"));
    assertThat(elapsedMillis(started), greaterThanOrEqualTo(100L));
    assertThat(reply.json().get("elements").size(), is(1));
  }

  @Test
  void latencyAddsToOtherFaultsAndToTheGlobalLatency() throws Exception {
    sandbox.configure(c -> c.withLatency(Duration.ofMillis(20)));
    order(Fault.of(FaultKind.LATENCY).delay(Duration.ofMillis(30)));
    order(Fault.status(500));
    long started = System.nanoTime();
    assertThat(caller.companies(segment, add("a.com")).status(), is(500));
    assertThat(elapsedMillis(started), greaterThanOrEqualTo(50L));
    assertThat(lastCall().fault(), is("latency+status"));
  }

  @Test
  void shortResultsLeaveOutTheLastHalfAndMayNotApplyIt() throws Exception {
    order(Fault.of(FaultKind.SHORT_RESULTS).times(1));
    order(Fault.of(FaultKind.SHORT_RESULTS).elements("^d\\.").afterWrite(false).times(1));
    Reply half = caller.companies(segment, add("a.com") + "," + add("b.com"));
    assertThat(half.json().get("elements").size(), is(1));
    assertThat(members(), contains("a.com", "b.com"));
    Reply one = caller.companies(segment, add("c.com") + "," + add("d.com") + "," + add("e.com"));
    assertThat(one.json().get("elements").size(), is(2));
    assertThat(members(), contains("a.com", "b.com", "c.com", "e.com"));
  }

  @Test
  void chosenElementsAreRejectedOneByOneAtLinkedIn() throws Exception {
    order(Fault.of(FaultKind.REJECT_ELEMENTS).elements("^b\\.").withStatus(429).times(1));
    caller.companies(segment, add("z.com"));
    Reply reply = caller.companies(segment, add("a.com") + "," + add("b.com"));
    assertThat(reply.json().get("elements").findValuesAsText("batchIndex"), contains("0", "1"));
    assertThat(reply.json().get("elements").get(1).get("status").asInt(), is(429));
    assertThat(members(), contains("a.com", "z.com"));
    caller.companies(segment, add("b.com"));
    assertThat(members(), contains("a.com", "b.com", "z.com"));
  }

  @Test
  void aBatchWithACulpritIsRejectedWholeUntilItIsCleared() throws Exception {
    order(Fault.of(FaultKind.REJECT_BATCH).elements("bad"));
    assertThat(caller.companies(segment, add("a.com") + "," + add("bad.com")).status(), is(400));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    assertThat(caller.companies(segment, add("bad.com")).status(), is(400));
    sandbox.faults().clear();
    assertThat(caller.companies(segment, add("bad.com")).status(), is(200));
  }

  @Test
  void rejectedElementsRefuseTheWholeBatchWhereThereAreNoResults() throws Exception {
    String token = caller.bomboraToken();
    String list = caller.createList(token, "B").json().get("id").asText();
    sandbox
        .faults()
        .order(
            Fault.of(FaultKind.REJECT_ELEMENTS)
                .on(Vendor.BOMBORA)
                .elements("^bad")
                .withStatus(422));
    String path = "/" + list + "/accounts";
    assertThat(caller.bombora(token, "POST", path, domains("a.com", "bad.com")).status(), is(422));
    assertThat(caller.bombora(token, "POST", path, domains("a.com")).status(), is(200));
  }

  @Test
  void aJobMayFailAndChangesNothing() throws Exception {
    sandbox.faults().order(Fault.of(FaultKind.JOB_FAILS).on(Vendor.DEMANDBASE).times(1));
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.jobState(job), is("failed"));
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), is(empty()));
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.jobState(job), is("completed"));
  }

  @Test
  void aSlowJobTakesLongerByTheClock() throws Exception {
    sandbox
        .faults()
        .order(
            Fault.of(FaultKind.SLOW_JOB)
                .on(Vendor.DEMANDBASE)
                .elements("^x2$")
                .delay(Duration.ofMinutes(20))
                .times(1));
    String job = caller.job("Tier 1", "Account");
    caller.put(job, "?listAction=insert", accounts("Acme,acme.com,x1"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.jobState(job), is("completed"));
    caller.put(job, "?listAction=insert", accounts("Globex,globex.com,x2"));
    clock.advance(Duration.ofMinutes(20));
    assertThat(caller.jobState(job), is("processing"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.jobState(job), is("completed"));
    assertThat(identifiers(Vendor.DEMANDBASE, "Tier 1"), contains("x1", "x2"));
    assertThat(sandbox.faults().orders(), is(empty()));
  }

  @Test
  void jobsAreDemandbasesAlone() {
    assertThrows(
        IllegalArgumentException.class, () -> Fault.of(FaultKind.SLOW_JOB).on(Vendor.BOMBORA));
  }

  @Test
  void somebodyElseMayBeAMomentAheadWithAList() throws Exception {
    sandbox.faults().order(Fault.of(FaultKind.CREATE_RACE).times(4));
    String token = caller.bomboraToken();
    // Looking for a list is no creation, so it spends no order.
    caller.bombora(token, "GET", "", "");

    assertThat(caller.createJob("Tier 2", "Account").status(), is(400));
    assertThat(caller.createJob("Tier 2", "Person").status(), is(400));
    Reply taken =
        caller.call(
            "POST", LINKEDIN_SEGMENTS, Caller.segmentBody("Tier 2", "key of Tier 2"), linkedIn());
    assertThat(taken.status(), is(409));
    assertThat(lastCall().fault(), is("create-race"));
    assertThat(caller.createList(token, "Tier 2").status(), is(422));

    assertThat(sandbox.list(Vendor.LINKEDIN, "Tier 2").isPresent(), is(true));
    assertThat(sandbox.list(Vendor.BOMBORA, "Tier 2").isPresent(), is(true));
    assertThat(sandbox.breaches(), is(empty()));
    assertThat(caller.createList(token, "Tier 3").status(), is(200));
  }

  @Test
  void anOutageHasAnEndByTheClock() throws Exception {
    sandbox.faults().order(Fault.of(FaultKind.RESET_BEFORE).during(Duration.ofMinutes(30)));
    assertThrows(IOException.class, () -> caller.companies(segment, add("a.com")));
    clock.advance(Duration.ofMinutes(29));
    assertThrows(IOException.class, () -> caller.companies(segment, add("a.com")));
    clock.advance(Duration.ofMinutes(1));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
  }

  @Test
  void oneKindOfDemandbaseListMayFailAlone() throws Exception {
    String accounts = caller.job("A", "Account");
    String people = caller.job("P", "Person");
    sandbox.faults().order(Fault.status(503).on(Vendor.DEMANDBASE_PEOPLE));
    String header = "First Name,Last Name,Email,External Person Id\r\n";
    assertThat(caller.put(people, "?listAction=insert", header).status(), is(503));
    assertThat(caller.put(accounts, "?listAction=insert", accounts()).status(), is(200));
    assertThat(caller.createJob("P2", "Person").status(), is(503));
    assertThat(caller.createJob("A2", "Account").status(), is(200));
    assertThat(lastCall().vendor(), is(Vendor.DEMANDBASE));
  }

  @Test
  void notFoundSpeaksAsTheVendorDoes() throws Exception {
    order(Fault.of(FaultKind.NOT_FOUND).times(1));
    assertThat(
        caller.companies(segment, add("a.com")).json().get("message").asText(),
        is("Could not find DMP segment with ID " + segment));
  }

  @Test
  void aGoodTokenMayBeRefusedOnce() throws Exception {
    order(Fault.of(FaultKind.UNAUTHORIZED).times(1));
    assertThat(caller.companies(segment, add("a.com")).status(), is(401));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void mintedTokensExpireToOrderWithoutABreach() throws Exception {
    String token = caller.bomboraToken();
    sandbox.faults().order(Fault.of(FaultKind.EXPIRE_TOKENS).on(Vendor.BOMBORA).times(1));
    assertThat(caller.bombora(token, "GET", "", "").status(), is(401));
    assertThat(sandbox.breaches(), is(empty()));
    assertThat(caller.bombora(caller.bomboraToken(), "GET", "", "").status(), is(200));
  }

  @Test
  void aRevocationLastsUntilItIsTakenBack() throws Exception {
    order(Fault.of(FaultKind.REVOKE).times(1));
    assertThat(
        caller.companies(segment, add("a.com")).json().get("code").asText(),
        is("REVOKED_ACCESS_TOKEN"));
    assertThat(caller.companies(segment, add("a.com")).status(), is(401));
    sandbox.restoreCredentials(Vendor.LINKEDIN);
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
  }

  @Test
  void aRevocationMayEndByTheClock() throws Exception {
    sandbox.revokeCredentials(Vendor.LINKEDIN, Duration.ofMinutes(10));
    assertThat(caller.companies(segment, add("a.com")).status(), is(401));
    clock.advance(Duration.ofMinutes(10));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void aFaultEndsAfterItsTime() throws Exception {
    order(Fault.status(503).during(Duration.ofMinutes(3)));
    assertThat(caller.companies(segment, add("a.com")).status(), is(503));
    clock.advance(Duration.ofMinutes(3));
    assertThat(caller.companies(segment, add("a.com")).status(), is(200));
    assertThat(sandbox.faults().orders(), is(empty()));
  }

  @Test
  void oneSeedHitsTheSameCallsAgain() throws Exception {
    List<Integer> first = statusesWithSeed(7);
    assertThat(statusesWithSeed(7), is(first));
    assertThat(statusesWithSeed(8), is(not(first)));
  }

  private List<Integer> statusesWithSeed(long seed) throws Exception {
    sandbox.faults().clear();
    order(Fault.status(503).probability(0.5, seed));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      statuses.add(caller.companies(segment, add("a.com")).status());
    }
    return statuses;
  }

  @Test
  void ordersSurviveJson() throws Exception {
    String json =
        "{\"kind\":\"reject-elements\",\"vendor\":\"linkedin\","
            + "\"match\":{\"method\":\"POST\",\"path\":\"/companies$\"},\"status\":429,"
            + "\"retryAfter\":\"2\",\"delayMs\":5,\"times\":3,\"probability\":0.5,\"seed\":9,"
            + "\"forMs\":2000,\"afterWrite\":true,\"elements\":\"^a\",\"bytes\":10}";
    ObjectMapper mapper = new ObjectMapper();
    assertThat(FaultJson.write(FaultJson.read(mapper.readTree(json))).toString(), is(json));
  }

  @Test
  void theClockOfTheTestIsTheSandboxs() {
    assertThat(sandbox.clock().instant(), is(Instant.parse("2026-11-22T12:00:00Z")));
  }

  private static long elapsedMillis(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }
}
