package io.muster.pipelines.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.model.DeadLetter;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterJsonTest {

  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.250Z");
  private static final Instant FIRST = Instant.parse("2026-11-22T09:00:00Z");
  private static final SourcePosition LINE = new SourcePosition("in/day.jsonl", 7);

  private final DeadLetterJson json = new DeadLetterJson();

  private static DeadLetter letter(Reason reason, SourceRecord origin) {
    boolean malformed = reason.kind() == Reason.Kind.MALFORMED;
    return new DeadLetter(
        reason,
        "accountEmailDomain",
        "is \"no\" domain",
        AT,
        FIRST,
        3,
        malformed ? "" : "tier-1",
        malformed ? "" : "5f3a",
        origin);
  }

  private String line(Reason reason, String record) {
    return json.line(
        letter(reason, SourceRecord.ofFile(LINE, record.getBytes(StandardCharsets.UTF_8))));
  }

  private JsonNode change(Reason reason, String record) throws JsonProcessingException {
    return new JsonMapper().readTree(line(reason, record)).get("change");
  }

  @Test
  void hasTheContractsKeysInItsOrderAndTheRecordAsItCame() {
    assertThat(
        line(Reason.INVALID_FORMAT, "{\"a\": 1.50, \"ä\":\"\\u00e4 \\\"\"}"),
        is(
            "{\"code\":\"INVALID_FORMAT\",\"field\":\"accountEmailDomain\","
                + "\"reason\":\"is \\\"no\\\" domain\",\"fault\":\"ours\","
                + "\"at\":\"2026-11-22T10:00:00.250Z\",\"firstFailedAt\":\"2026-11-22T09:00:00Z\","
                + "\"attempts\":3,\"source\":\"in/day.jsonl:7\",\"key\":null,"
                + "\"dataflow\":\"tier-1\",\"audience\":\"5f3a\","
                + "\"change\":{\"a\": 1.50, \"ä\":\"\\u00e4 \\\"\"}}"));
  }

  @Test
  void hasTheKafkaKeyOfARecord() {
    SourceRecord record =
        new SourceRecord(
            new SourcePosition("changes-3", 42),
            "{}".getBytes(StandardCharsets.UTF_8),
            "key \"1\"",
            FIRST);
    String line = json.line(letter(Reason.VENDOR_REJECTED, record));
    assertThat(line, containsString("\"source\":\"changes-3:42\",\"key\":\"key \\\"1\\\"\""));
    assertThat(line, containsString("\"fault\":\"vendor\""));
  }

  @ParameterizedTest
  @EnumSource
  void isOneLineOfJsonForEveryReason(Reason reason) throws JsonProcessingException {
    String line = line(reason, "{\r\n  \"a\": [\n1,\r2 ]\n}\r\n");
    assertThat(line, not(containsString("\n")));
    assertThat(line, not(containsString("\r")));
    JsonNode letter = new JsonMapper().readTree(line);
    assertThat(letter.get("code").textValue(), is(reason.name()));
    boolean malformed = reason.kind() == Reason.Kind.MALFORMED;
    assertThat(letter.get("dataflow").isNull(), is(malformed));
    assertThat(letter.get("audience").isNull(), is(malformed));
    assertThat(letter.get("change").isTextual(), is(malformed));
  }

  @Test
  void recordOverSeveralLinesIsTheSameJson() throws JsonProcessingException {
    JsonNode change = change(Reason.MISSING_FIELD, "{\r\n  \"a\": \"x\\ny\",\n\t\"b\": []\r\n}\r");
    assertThat(change, is(new JsonMapper().readTree("{\"a\":\"x\\ny\",\"b\":[]}")));
  }

  @Test
  void byteOrderMarkIsNoPartOfTheRecord() throws JsonProcessingException {
    assertThat(change(Reason.MISSING_FIELD, "\uFEFF {\"a\":1}").toString(), is("{\"a\":1}"));
  }

  @Test
  void malformedRecordIsThereAsText() throws JsonProcessingException {
    assertThat(change(Reason.NOT_JSON, "{\"a\":\r\n\"b\" ").textValue(), is("{\"a\":\r\n\"b\" "));
    assertThat(change(Reason.NOT_AN_OBJECT, "[1]").textValue(), is("[1]"));
    assertThat(change(Reason.NOT_JSON, "\u0000\u0001\u2028").textValue(), is("\u0000\u0001\u2028"));
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws JsonProcessingException {
    byte[] bytes = {'{', (byte) 0xFF, '}'};
    String line = json.line(letter(Reason.NOT_JSON, SourceRecord.ofFile(LINE, bytes)));
    assertThat(new JsonMapper().readTree(line).get("change").textValue(), is("{\uFFFD}"));
  }

  @Test
  void recordThatIsTooLargeIsThereByItsBeginning() throws JsonProcessingException {
    byte[] bytes = new byte[RecordParser.MAX_BYTES + 1];
    Arrays.fill(bytes, (byte) 'x');
    String line = json.line(letter(Reason.TOO_LARGE, SourceRecord.ofFile(LINE, bytes)));
    assertThat(new JsonMapper().readTree(line).get("change").textValue(), is("x".repeat(4_096)));
  }

  @Test
  void malformedRecordOfTheLargestSizeIsThereWhole() throws JsonProcessingException {
    byte[] bytes = new byte[RecordParser.MAX_BYTES];
    Arrays.fill(bytes, (byte) 'x');
    String line = json.line(letter(Reason.NOT_JSON, SourceRecord.ofFile(LINE, bytes)));
    assertThat(
        new JsonMapper().readTree(line).get("change").textValue().length(),
        is(RecordParser.MAX_BYTES));
  }
}
