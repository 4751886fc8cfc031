package io.muster.destination;

import static io.muster.destination.VendorFixture.kind;
import static io.muster.destination.VendorFixture.problem;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.is;

import io.muster.destination.VendorAnswer.Accepted;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorAnswer.Retry;
import io.muster.vendor.Exchange;
import io.muster.vendor.Exchange.Reply;
import io.muster.vendor.VendorRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  private static final VendorRequest REQUEST = VendorRequest.get("get", "http://vendor.test/");

  private enum Operation {
    ASK
  }

  /** Nothing is documented but 200. */
  private static final class Table implements Conversation.AnswerTable<Operation> {
    @Override
    public ReplyMeaning meaning(Operation operation, int status) {
      return status == 200 ? ReplyMeaning.DONE : ReplyMeaning.ofUndocumented(status);
    }

    @Override
    public String words(Operation operation, Reply reply) {
      return reply.json().map(body -> body.path("message").asText()).orElse("");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100, UNAVAILABLE",
    "204, UNAVAILABLE",
    "206, UNAVAILABLE",
    "301, UNAVAILABLE",
    "304, UNAVAILABLE",
    "401, Unauthorized",
    "402, Unauthorized",
    "403, Unauthorized",
    "405, Refused",
    "407, UNAVAILABLE",
    "408, UNAVAILABLE",
    "413, Refused",
    "418, Refused",
    "421, UNAVAILABLE",
    "423, UNAVAILABLE",
    "425, UNAVAILABLE",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "501, UNAVAILABLE",
    "599, UNAVAILABLE",
    "999, UNAVAILABLE",
  })
  void knowsWhatAnUndocumentedStatusMeans(int status, String kind) {
    VendorAnswer<String> answer = ask(reply(status, ""));

    assertThat(kind(answer), is(kind));
    assertThat(problem(answer).httpStatus(), is(status));
    boolean success = status >= 200 && status < 300;
    assertThat(
        problem(answer).words(),
        is("HTTP " + status + (success ? ", which is not documented" : " without a reason")));
    assertThat(problem(answer).reached(), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.vendor.test/lists/acme.com?x=1, https://api.vendor.test",
    "http://u:p@vendor.test:8443/, http://vendor.test:8443",
    "//vendor.test/lists, //vendor.test",
    "/login?to=acme.com, another path",
    "http://no host/, another path",
  })
  void saysWhereARedirectLeadsAndWhatToDo(String location, String place) {
    Exchange redirect =
        new Reply(308, Map.of("location", location), new byte[0], true, Duration.ZERO);

    assertThat(
        problem(ask(redirect)).words(),
        is(
            "HTTP 308, a redirect to "
                + place
                + ", which is not followed: set the connection's endpoint to where the API is"));
  }

  @Test
  void passesOnWhatTheVendorAsksToWait() {
    Exchange reply = new Reply(429, Map.of(), new byte[0], true, Duration.ofSeconds(9));

    assertThat(((Retry<String>) ask(reply)).after(), is(Duration.ofSeconds(9)));
  }

  @Test
  void takesAWholeAnswerThatCanBeRead() {
    assertThat(ask(reply(200, "{\"id\":\"7\"}")), is(new Accepted<>("7", 200)));
  }

  @Test
  void takesNothingElseForAnAnswer() {
    byte[] none = {};
    assertThat(kind(ask(reply(200, "{\"id\":"))), is("UNAVAILABLE"));
    assertThat(kind(ask(reply(200, "{\"id\":\"7\"} x"))), is("UNAVAILABLE"));
    assertThat(kind(ask(reply(200, "<html>"))), is("UNAVAILABLE"));
    assertThat(kind(ask(reply(200, ""))), is("UNAVAILABLE"));
    assertThat(kind(ask(reply(200, "{}"))), is("UNAVAILABLE"));
    assertThat(kind(ask(new Reply(200, Map.of(), none, false, Duration.ZERO))), is("UNAVAILABLE"));
  }

  @Test
  void sendsNothingWithoutBudgetOrCredential() {
    Retry<String> spent =
        (Retry<String>) ask(new Exchange.BudgetSpent("get", Duration.ofSeconds(3)));
    assertThat(kind(spent), is("OWN_BUDGET"));
    assertThat(spent.after(), is(Duration.ofSeconds(3)));
    assertThat(spent.problem().reached(), is(false));

    VendorAnswer<String> none = ask(new Exchange.NoCredential("${env:X} is not set"));
    assertThat(kind(none), is("Unauthorized"));
    assertThat(problem(none), is(new Problem(0, "${env:X} is not set", false)));
  }

  @Test
  void saysWhetherALostRequestMayHaveArrived() {
    VendorAnswer<String> lost = ask(new Exchange.NoReply("no answer", true, Duration.ofSeconds(2)));

    assertThat(kind(lost), is("UNAVAILABLE"));
    assertThat(problem(lost), is(new Problem(0, "no answer", true)));
    assertThat(((Retry<String>) lost).after(), is(Duration.ofSeconds(2)));
  }

  @Test
  void boundsTheVendorsWords() {
    String words = problem(ask(reply(400, "{\"message\":\"" + "é".repeat(9_000) + "\"}"))).words();

    assertThat(words, hasLength(500));
  }

  @Test
  void keepsTheVendorsWordsOnOneLine() {
    String body = "{\"message\":\"a\\r\\n\\u001b[31mb\\u2028\\u202ec\\t\\u0000d \"}";

    assertThat(problem(ask(reply(400, body))).words(), is("a [31mb c d"));
  }

  private static Reply reply(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Reply(status, Map.of(), bytes, true, Duration.ZERO);
  }

  private static VendorAnswer<String> ask(Exchange exchange) {
    return new Conversation<>(request -> exchange, new Table())
        .ask(
            Operation.ASK,
            REQUEST,
            reply ->
                reply.json().flatMap(body -> Optional.ofNullable(body.path("id").textValue())));
  }
}
