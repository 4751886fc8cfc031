package io.muster.vendor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.vendor.Exchange.BudgetSpent;
import io.muster.vendor.Exchange.NoCredential;
import io.muster.vendor.Exchange.NoReply;
import io.muster.vendor.Exchange.Reply;
import io.muster.vendor.ScriptedVendor.Answer;
import io.muster.vendor.ScriptedVendor.Received;
import io.muster.vendor.VendorRequest.Body;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import io.muster.workspace.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VendorHttpClientTest {

  private static final HttpTimeouts TIMEOUTS =
      new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));

  private static final Auth TOKEN = new Auth.StaticToken(new ConfigValue.Literal("t0ken-of-acme"));

  private static final Auth CLIENT =
      new Auth.ClientCredentials(
          new ConfigValue.Literal("client"), new ConfigValue.Literal("s3cret&="));

  private final ScriptedVendor vendor = ScriptedVendor.start();
  private final MovableClock clock = new MovableClock();
  private final List<VendorHttpClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(VendorHttpClient::close);
    vendor.close();
  }

  @Test
  void sendsTheRequestAsItIsAndReadsTheAnswer() {
    vendor.answers(Answer.of(200, "{\"a\":1}", "X-RestLi-Id: 7"));

    Reply reply =
        reply(
            http()
                .call(
                    VendorRequest.put(
                            "put",
                            vendor.url() + "/a/b%2Fc?q=urn%3Ali%3A1&s=a%20b",
                            Body.json(json -> json.writeString("é")))
                        .with("LinkedIn-Version", "202604")));

    assertThat(reply.status(), is(200));
    assertThat(reply.header("x-restli-id"), is(Optional.of("7")));
    assertThat(reply.json().orElseThrow().path("a").asInt(), is(1));
    Received request = vendor.lastRequest();
    assertThat(request.method(), is("PUT"));
    assertThat(request.target(), is("/a/b%2Fc?q=urn%3Ali%3A1&s=a%20b"));
    assertThat(request.header("Authorization"), is(Optional.of("Bearer t0ken-of-acme")));
    assertThat(request.header("Content-Type"), is(Optional.of("application/json")));
    assertThat(request.header("Content-Length"), is(Optional.of("4")));
    assertThat(request.header("LinkedIn-Version"), is(Optional.of("202604")));
    assertThat(request.header("User-Agent").orElseThrow(), startsWith("muster/"));
    assertThat(request.body(), is("\"é\""));
  }

  @Test
  void usesAConnectionAgain() {
    vendor.answers(200, "{}").answers(204, "").answers(404, "gone").answers(200, "{}");
    VendorHttp http = http();

    for (int i = 0; i < 4; i++) {
      http.call(get());
    }

    assertThat(vendor.requests(), hasSize(4));
    assertThat(vendor.connections(), is(1));
  }

  @Test
  void usesNoConnectionThatTheVendorHasClosedMeanwhile() {
    vendor.answers(Answer.silentlyLast(200, "{}")).answers(200, "{}");
    VendorHttp http = http();

    http.call(get());
    vendor.awaitHangingUp();

    assertThat(reply(http.call(get())).status(), is(200));
    assertThat(vendor.connections(), is(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void neverFollowsARedirect(int status) {
    vendor.answers(Answer.of(status, "", "Location: " + vendor.url() + "/elsewhere"));

    Reply reply = reply(http().call(get()));

    assertThat(reply.status(), is(status));
    assertThat(vendor.requests(), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void carriesNoCredentialToAnotherHost(int status) {
    try (ScriptedVendor other = ScriptedVendor.start()) {
      // Another name, port and so another authority than the vendor's.
      String elsewhere = other.url().replace("127.0.0.1", "localhost");
      Answer away = Answer.of(status, "", "Location: " + elsewhere + "/steal");
      vendor.answers(away, away, away);
      other.answers(200, "{}").answers(200, "{}").answers(token("evil", 600));

      assertThat(reply(http().call(get())).status(), is(status));
      assertThat(reply(http().call(post())).status(), is(status));
      // The token call has the secrets in its body.
      assertThat(http(CLIENT).call(get()), is(instanceOf(NoReply.class)));

      assertThat(other.requests(), is(empty()));
      assertThat(vendor.requests(), hasSize(3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void neverRepeatsByItself(int status) {
    vendor.answers(Answer.of(status, "", "Retry-After: 1"));

    Reply reply = reply(http().call(post()));

    assertThat(reply.status(), is(status));
    assertThat(reply.retryAfter(), is(Duration.ofSeconds(1)));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void readsARetryAfterThatIsADate() {
    vendor.answers(Answer.of(429, "", "Retry-After: Sun, 22 Nov 2026 10:01:00 GMT"));

    assertThat(reply(http().call(get())).retryAfter(), is(Duration.ofMinutes(1)));
  }

  @Test
  void unpacksGzip() {
    vendor.answers(Answer.bytes(200, gzip("{\"a\":1}"), "Content-Encoding: gzip"));

    assertThat(reply(http().call(get())).json().orElseThrow().path("a").asInt(), is(1));
    assertThat(vendor.lastRequest().header("Accept-Encoding"), is(Optional.of("gzip")));
  }

  @Test
  void knowsTheStatusOfABodyThatIsCutShort() {
    vendor.answers(
        Answer.truncated(200, "{\"a\":1}"),
        Answer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n"),
        Answer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
    VendorHttp http = http();

    for (int i = 0; i < 3; i++) {
      Reply reply = reply(http.call(get()));
      assertThat(reply.status(), is(200));
      assertThat(reply.complete(), is(false));
      assertThat(reply.blank(), is(false));
      assertThat(reply.json(), is(Optional.empty()));
    }
  }

  @Test
  void takesABrokenGzipForABodyThatIsCutShort() {
    byte[] whole = gzip("{\"a\":1}");
    vendor.answers(
        Answer.bytes(200, Arrays.copyOf(whole, whole.length - 9), "Content-Encoding: gzip"),
        Answer.bytes(200, Arrays.copyOf(whole, 5), "Content-Encoding: gzip"),
        Answer.bytes(
            200, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, "Content-Encoding: gzip"));
    VendorHttp http = http();

    for (int i = 0; i < 3; i++) {
      assertThat(reply(http.call(get())).complete(), is(false));
    }
  }

  @Test
  void readsNoMoreThanTheBound() {
    byte[] most = new byte[HttpWire.MAX_BODY_BYTES];
    vendor.answers(
        Answer.bytes(200, most),
        Answer.bytes(200, new byte[HttpWire.MAX_BODY_BYTES + 1]),
        Answer.bytes(200, gzip(new byte[HttpWire.MAX_BODY_BYTES + 1]), "Content-Encoding: gzip"));
    VendorHttp http = http();

    assertThat(reply(http.call(get())).complete(), is(true));
    assertThat(reply(http.call(get())).complete(), is(false));
    assertThat(reply(http.call(get())).complete(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Slow: ",
        "HTTP/1.1 2"
      })
  void waitsNoLongerThanTheTotalForAnAnswerInDrips(String head) {
    vendor.answers(Answer.dripping(head));
    HttpTimeouts timeouts =
        new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300));

    long start = System.nanoTime();
    Exchange exchange = http(timeouts, TOKEN).call(get());
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    boolean answered = exchange instanceof Reply reply && reply.complete();
    assertThat(answered, is(false));
    assertThat(taken, is(lessThan(Duration.ofSeconds(4))));
  }

  @Test
  void saysThatASilentVendorMayHaveBeenReached() {
    vendor.answers(Answer.silence());
    HttpTimeouts timeouts =
        new HttpTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(5));

    NoReply none = (NoReply) http(timeouts, TOKEN).call(post());

    assertThat(none.reached(), is(true));
    assertThat(none.words(), containsString("no answer from 127.0.0.1"));
    assertThat(none.words(), containsString("in time"));
  }

  @Test
  void saysThatALostConnectionMayHaveReachedTheVendor() {
    vendor.answers(Answer.reset());
    VendorHttp http = http();

    assertThat(((NoReply) http.call(post())).reached(), is(true));
    // Without an answer left the vendor hangs up.
    assertThat(((NoReply) http.call(post())).reached(), is(true));
    assertThat(vendor.requests(), hasSize(2));
  }

  @Test
  void saysThatAClosedPortWasNotReached() throws IOException {
    // Held, so that nobody takes the port; and nobody listens.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = held.getLocalPort();

      NoReply none =
          (NoReply) http().call(VendorRequest.get("get", "http://127.0.0.1:" + port + "/"));

      assertThat(none.reached(), is(false));
      assertThat(none.words(), is("cannot connect to 127.0.0.1:" + port));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nAge: soon\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"
      })
  void takesWhatIsNotHttpForNoAnswer(String answer) {
    vendor.answers(Answer.raw(answer));

    Exchange exchange = http().call(get());

    boolean understood = exchange instanceof Reply reply && reply.complete();
    assertThat(understood, is(false));
  }

  @Test
  void makesNoCallWithoutBudget() {
    List<String> asked = new ArrayList<>();
    CallBudget budget =
        kind -> {
          asked.add(kind);
          return asked.size() == 1 ? Duration.ZERO : Duration.ofSeconds(7);
        };
    vendor.answers(200, "{}");
    VendorHttp http = http(TOKEN, Secrets.ofProcess(), budget);

    assertThat(http.call(get()), is(instanceOf(Reply.class)));
    assertThat(http.call(post()), is(new BudgetSpent("post", Duration.ofSeconds(7))));
    assertThat(asked, is(List.of("get", "post")));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void countsTheSecondTryAfterA401() {
    List<String> asked = new ArrayList<>();
    CallBudget budget =
        kind -> {
          asked.add(kind);
          return Duration.ZERO;
        };
    vendor.answers(token("one", 3600)).answers(401, "").answers(token("two", 3600));
    vendor.answers(200, "{}");

    Reply reply = reply(http(CLIENT, Secrets.ofProcess(), budget).call(get()));

    assertThat(reply.status(), is(200));
    assertThat(asked, is(List.of("get", "get")));
  }

  @Test
  void triesOnceMoreWithANewTokenAfterA401() {
    vendor.answers(token("one", 3600)).answers(401, "").answers(token("two", 3600));
    vendor.answers(200, "{}");

    Reply reply = reply(http(CLIENT).call(get()));

    assertThat(reply.status(), is(200));
    assertThat(authorizations(), is(List.of("", "Bearer one", "", "Bearer two")));
  }

  @Test
  void givesUpAfterTheSecond401() {
    vendor.answers(token("one", 3600)).answers(401, "").answers(token("two", 3600));
    vendor.answers(401, "{\"message\":\"no\"}");

    Reply reply = reply(http(CLIENT).call(get()));

    assertThat(reply.status(), is(401));
    assertThat(vendor.requests(), hasSize(4));
  }

  @Test
  void sendsNoTokenAgainThatTheVendorRefused() {
    vendor.answers(token("one", 3600)).answers(401, "").answers(token("two", 3600));
    vendor.answers(401, "").answers(token("three", 3600)).answers(200, "{}");
    VendorHttp http = http(CLIENT);

    assertThat(reply(http.call(get())).status(), is(401));
    assertThat(reply(http.call(get())).status(), is(200));
    assertThat(
        authorizations(), is(List.of("", "Bearer one", "", "Bearer two", "", "Bearer three")));
  }

  @Test
  void asksNoSecondTimeWithTheSameFixedToken() {
    vendor.answers(401, "");

    assertThat(reply(http().call(get())).status(), is(401));
    assertThat(vendor.requests(), hasSize(1));
  }

  @Test
  void picksUpARotatedSecret() {
    List<String> values = new ArrayList<>(List.of("old", "new"));
    Secrets secrets = reference -> values.size() > 1 ? values.remove(0) : values.get(0);
    vendor.answers(401, "").answers(200, "{}").answers(200, "{}");
    VendorHttp http = http(TOKEN, secrets, CallBudget.unlimited());

    assertThat(reply(http.call(get())).status(), is(200));
    assertThat(reply(http.call(get())).status(), is(200));
    assertThat(authorizations(), is(List.of("Bearer old", "Bearer new", "Bearer new")));
  }

  @Test
  void readsNoSecretBeforeTheFirstCall() {
    List<ConfigValue> read = new ArrayList<>();
    Secrets secrets =
        reference -> {
          read.add(reference);
          return "x";
        };

    http(TOKEN, secrets, CallBudget.unlimited());

    assertThat(read, is(empty()));
  }

  @Test
  void saysWhichSecretIsMissing() {
    Auth auth = new Auth.StaticToken(new ConfigValue.FromFile("/nowhere/at/all"));

    NoCredential none = (NoCredential) http(auth).call(get());

    assertThat(none.words(), containsString("${file:/nowhere/at/all}"));
    assertThat(vendor.requests(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\r\nX-Evil: 1", "two words", "töken"})
  void refusesATokenThatWouldBreakTheHeader(String token) {
    Auth auth = new Auth.StaticToken(new ConfigValue.Literal(token));

    NoCredential none = (NoCredential) http(auth).call(get());

    assertThat(none.words(), not(containsString(token)));
    assertThat(vendor.requests(), is(empty()));
  }

  @Test
  void keepsAMintedTokenUntilATenthOfItsLifetimeIsLeft() {
    vendor.answers(token("one", 600)).answers(200, "{}").answers(200, "{}");
    vendor.answers(token("two", 600)).answers(200, "{}");
    VendorHttp http = http(CLIENT);

    http.call(get());
    clock.move(Duration.ofSeconds(539));
    http.call(get());
    clock.move(Duration.ofSeconds(2));
    http.call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one", "Bearer one", "", "Bearer two")));
  }

  @Test
  void renewsALongToken15MinutesBeforeItsEnd() {
    vendor.answers(token("one", 28_800)).answers(200, "{}").answers(200, "{}");
    vendor.answers(token("two", 28_800)).answers(200, "{}");
    VendorHttp http = http(CLIENT);

    http.call(get());
    clock.move(Duration.ofMinutes(8 * 60 - 16));
    http.call(get());
    clock.move(Duration.ofMinutes(2));
    http.call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one", "Bearer one", "", "Bearer two")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -5})
  void mintsNoTokenForEachCallWhereALifetimeIsNone(int seconds) {
    vendor.answers(token("one", seconds)).answers(200, "{}").answers(200, "{}");
    VendorHttp http = http(CLIENT);

    http.call(get());
    http.call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one", "Bearer one")));
  }

  @Test
  void readsALifetimeThatIsWrittenAsText() {
    vendor.answers(200, "{\"token\":\"one\",\"seconds\":\"600\"}").answers(200, "{}");
    vendor.answers(token("two", 600)).answers(200, "{}");
    VendorHttp http = http(CLIENT);

    http.call(get());
    clock.move(Duration.ofSeconds(541));
    http.call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one", "", "Bearer two")));
  }

  @Test
  void takesATokenThatWasCreated() {
    vendor.answers(201, "{\"token\":\"one\",\"seconds\":600}").answers(200, "{}");

    http(CLIENT).call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one")));
  }

  @Test
  void goesOnWithTheOldTokenWhileTheTokenEndpointIsDown() {
    vendor.answers(token("one", 600)).answers(200, "{}");
    vendor.answers(503, "").answers(200, "{}").answers(503, "");
    VendorHttp http = http(CLIENT);

    http.call(get());
    clock.move(Duration.ofSeconds(590));
    assertThat(reply(http.call(get())).status(), is(200));
    clock.move(Duration.ofSeconds(20));
    assertThat(http.call(get()), is(instanceOf(NoReply.class)));
  }

  @Test
  void sharesAConnectionsTokenAmongItsConversations() {
    vendor.answers(token("one", 600)).answers(200, "{}").answers(200, "{}");
    VendorHttpClient client = client(TIMEOUTS, Secrets.ofProcess());
    Connection connection = connection(CLIENT);

    client.within(CallBudget.unlimited()).open(connection, new Mint()).call(get());
    client.within(CallBudget.unlimited()).open(connection, new Mint()).call(get());

    assertThat(authorizations(), is(List.of("", "Bearer one", "Bearer one")));
  }

  @Test
  void mintsOnceForManyThreads() throws Exception {
    vendor.answers(token("one", 600));
    for (int i = 0; i < 8; i++) {
      vendor.answers(200, "{}");
    }
    VendorHttp http = http(CLIENT);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Exchange>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(threads.submit(() -> http.call(get())));
      }
      for (Future<Exchange> call : calls) {
        assertThat(reply(call.get()).status(), is(200));
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(authorizations().stream().filter(String::isEmpty).toList(), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403})
  void takesARefusalOfTheTokenEndpointForADeadCredential(int status) {
    vendor.answers(
        status, "{\"error\":\"invalid_grant\",\"error_description\":\"s3cret&= is unknown\"}");

    NoCredential none = (NoCredential) http(CLIENT).call(get());

    assertThat(
        none.words(),
        is(
            "the token endpoint refused the credential with HTTP "
                + status
                + " (invalid_grant, *** is unknown): renew the credential"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 410})
  void saysThatTheTokenEndpointMayBeElsewhere(int status) {
    vendor.answers(status, "");

    NoCredential none = (NoCredential) http(CLIENT).call(get());

    assertThat(
        none.words(), endsWith(": renew the credential, or mend the connection's tokenEndpoint"));
  }

  @Test
  void saysWhyTheTokenEndpointGivesNoneNow() {
    vendor.answers(503, "{\"message\":\"s3cret&= has to wait\"}");
    vendor.answers(Answer.of(301, "", "Location: https://auth.test/token?s=1"));
    VendorHttp http = http(CLIENT);

    assertThat(
        ((NoReply) http.call(get())).words(),
        is("no token: the token endpoint answered HTTP 503 (*** has to wait)"));
    assertThat(
        ((NoReply) http.call(get())).words(),
        is(
            "no token: the token endpoint answered HTTP 301, a redirect to https://auth.test,"
                + " which is not followed: set the connection's tokenEndpoint to where it is"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\\u0026\\u003d", "\\u00733cret&=", "s3cret%26%3D"})
  void cutsOutASecretThatTheTokenEndpointEchoesInAnotherForm(String echo) {
    vendor.answers(400, "{\"error_description\":\"" + echo + " is unknown\"}");

    NoCredential none = (NoCredential) http(CLIENT).call(get());

    assertThat(none.words(), containsString("(*** is unknown)"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 403})
  void cutsOutATokenThatAnyAnswerEchoes(int status) {
    String body =
        "{\"elements\":[{\"error\":{\"message\":\"t0ken\\u002dof-acme may not\"}},"
            + "\"x t0ken-of-acme\",7]}";
    vendor.answers(Answer.of(status, body, "X-Said: t0ken-of-acme"));

    Reply reply = reply(http().call(get()));

    assertThat(
        reply.json().orElseThrow().toString(),
        is("{\"elements\":[{\"error\":{\"message\":\"*** may not\"}},\"x ***\",7]}"));
    assertThat(reply.header("X-Said"), is(Optional.of("***")));
  }

  @Test
  void cutsOutATokenWithASlashThatIsEscaped() {
    vendor.answers(403, "{\"message\":\"Bearer abc\\/def\\/ghi may not\"}");
    Auth auth = new Auth.StaticToken(new ConfigValue.Literal("abc/def/ghi"));

    JsonNode body = reply(http(auth).call(get())).json().orElseThrow();

    assertThat(body.path("message").asText(), is("Bearer *** may not"));
  }

  @Test
  void takesAnythingElseOfTheTokenEndpointForNoAnswer() {
    vendor.answers(Answer.of(429, "", "Retry-After: 9"), Answer.of(500, ""), Answer.of(302, ""));
    vendor.answers(200, "{}").answers(Answer.truncated(200, "{}"), Answer.reset());
    vendor.answers(200, "<html>").answers(408, "").answers(423, "").answers(425, "");
    vendor.answers(407, "").answers(421, "");
    VendorHttp http = http(CLIENT);

    for (int i = 0; i < 12; i++) {
      NoReply none = (NoReply) http.call(get());
      assertThat(none.reached(), is(false));
      assertThat(none.words(), startsWith("no token: "));
      assertThat(none.after(), is(Duration.ofSeconds(i == 0 ? 9 : 0)));
    }
  }

  @Test
  void cutsOutATokenThatARefusalEchoes() {
    vendor.answers(403, "{\"message\":\"Bearer t0ken-of-acme may not\"}");

    JsonNode body = reply(http().call(get())).json().orElseThrow();

    assertThat(body.path("message").asText(), is("Bearer *** may not"));
  }

  @Test
  void namesNoSecretInItsTexts() {
    assertThat(
        new TokenSource.Bearer("t0ken-of-acme").toString(), not(containsString("t0ken-of-acme")));
    assertThat(
        new TokenMint.Token("t0ken-of-acme", Duration.ofHours(1)).toString(),
        not(containsString("t0ken-of-acme")));
    VendorRequest request = new Mint().request(CLIENT, reference -> reference.toString());
    assertThat(
        request.toString(),
        allOf(not(containsString("s3cret")), not(containsString("client_secret"))));
  }

  @Test
  void writesALoneSurrogateAsAQuestionMark() {
    vendor.answers(200, "{}");

    http()
        .call(
            VendorRequest.post(
                "post", vendor.url(), Body.json(json -> json.writeString("a\ud800b"))));

    assertThat(vendor.lastRequest().body(), is("\"a?b\""));
  }

  private VendorHttp http() {
    return http(TOKEN);
  }

  private VendorHttp http(Auth auth) {
    return http(auth, Secrets.ofProcess(), CallBudget.unlimited());
  }

  private VendorHttp http(HttpTimeouts timeouts, Auth auth) {
    return client(timeouts, Secrets.ofProcess())
        .within(CallBudget.unlimited())
        .open(connection(auth), new Mint());
  }

  private VendorHttp http(Auth auth, Secrets secrets, CallBudget budget) {
    return client(TIMEOUTS, secrets).within(budget).open(connection(auth), new Mint());
  }

  private VendorHttpClient client(HttpTimeouts timeouts, Secrets secrets) {
    VendorHttpClient client = new VendorHttpClient(timeouts, secrets, clock);
    clients.add(client);
    return client;
  }

  private Connection connection(Auth auth) {
    return new Connection(
        "test",
        "any",
        "",
        "",
        auth,
        vendor.url(),
        vendor.url() + "/token",
        "test",
        Map.of(),
        new Limits(1, Limits.UNLIMITED, Limits.UNLIMITED),
        new DeliverySettings(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE));
  }

  private VendorRequest get() {
    return VendorRequest.get("get", vendor.url() + "/x");
  }

  private VendorRequest post() {
    return VendorRequest.post(
        "post", vendor.url() + "/x", Body.json(json -> json.writeString("body")));
  }

  private List<String> authorizations() {
    return vendor.requests().stream()
        .map(request -> request.header("Authorization").orElse(""))
        .toList();
  }

  private static Answer token(String value, int seconds) {
    return Answer.of(200, "{\"token\":\"" + value + "\",\"seconds\":" + seconds + "}");
  }

  private static Reply reply(Exchange exchange) {
    assertThat(exchange, is(instanceOf(Reply.class)));
    return (Reply) exchange;
  }

  private static byte[] gzip(String text) {
    return gzip(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Some vendor's way to mint. */
  private final class Mint implements TokenMint {
    @Override
    public VendorRequest request(Auth auth, Secrets secrets) {
      Auth.ClientCredentials client = (Auth.ClientCredentials) auth;
      return VendorRequest.post(
          "token",
          vendor.url() + "/token",
          Body.form(Map.of("client_secret", secrets.resolve(client.clientSecret()))));
    }

    @Override
    public Optional<Token> read(JsonNode body) {
      return TokenMint.read(body, "token", "seconds", Duration.ofHours(1));
    }
  }
}
