package io.muster.pipelines.replay;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.pipelines.replay.Letter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterReaderTest {

  private static final SourcePosition HERE = new SourcePosition("letters/a.jsonl", 3);

  private final LetterReader reader = new LetterReader();

  private Reading read(String line) {
    return reader.read(SourceRecord.ofFile(HERE, line.getBytes(StandardCharsets.UTF_8)));
  }

  private Letter letter(String line) {
    return ((Reading.Read) read(line)).letter();
  }

  private static String change(Letter letter) {
    return new String(letter.record().orElseThrow().value(), StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatTheContractSaysAndTakesTheChangeByteByByte() {
    String change = "{\"a\": 1.50, \"ä\":[\"\\u00e4 \\\"}\", {}], \"a\":1e3 }";
    Letter letter =
        letter(
            "{\"code\":\"VENDOR_REJECTED\",\"field\":\"companyName\",\"reason\":\"no\","
                + "\"fault\":\"vendor\",\"at\":\"2026-11-22T10:00:00.25Z\","
                + "\"firstFailedAt\":\"2026-11-22T09:00:00Z\",\"attempts\":3,"
                + "\"source\":\"s3://bucket/day:1.jsonl:7\",\"key\":\"k\",\"dataflow\":\"tier-1\","
                + "\"audience\":\"5f3a\",\"change\":"
                + change
                + "}");

    assertThat(letter.reason(), is(Optional.of(Reason.VENDOR_REJECTED)));
    assertThat(letter.field(), is("companyName"));
    assertThat(letter.words(), is("no"));
    assertThat(
        letter.before(), is(Optional.of(new Failures(Instant.parse("2026-11-22T09:00:00Z"), 3))));
    assertThat(letter.dataflow(), is("tier-1"));
    assertThat(letter.audience(), is("5f3a"));
    assertThat(change(letter), is(change));
    SourceRecord record = letter.record().orElseThrow();
    assertThat(record.position(), is(new SourcePosition("s3://bucket/day:1.jsonl", 7)));
    assertThat(record.key(), is("k"));
    assertThat(letter.whole(), is(true));
  }

  @Test
  void changeMayStandAnywhereAndBehindAByteOrderMark() {
    Letter letter =
        letter("\uFEFF{\"new\":{\"change\":1},\"change\": {\"a\":1} ,\"code\":\"NOT_YET_KNOWN\"}");
    assertThat(change(letter), is("{\"a\":1}"));
    assertThat(letter.reason(), is(Optional.empty()));
    assertThat("its own place", letter.record().orElseThrow().position(), is(HERE));
    assertThat(letter.record().orElseThrow().key(), is(nullValue()));
    assertThat(letter.before(), is(Optional.empty()));
    assertThat(letter.hasAudience(), is(false));
  }

  @Test
  void recordThatWasNoProfileChangeIsItsText() {
    Letter letter =
        letter(
            "{\"code\":\"NOT_JSON\",\"source\":\"day.jsonl:1\",\"key\":null,\"dataflow\":null,"
                + "\"audience\":null,\"change\":\"{\\\"a\\\":\\r\\n\"}");
    assertThat(change(letter), is("{\"a\":\r\n"));
    assertThat(letter.hasAudience(), is(false));
    assertThat(letter.whole(), is(true));
  }

  @Test
  void recordOfWhichALetterHasOnlyAPartIsNotWhole() {
    assertThat(letter("{\"code\":\"TOO_LARGE\",\"change\":\"{}\"}").whole(), is(false));
    assertThat(letter("{\"code\":\"NOT_JSON\",\"change\":\"{\uFFFD}\"}").whole(), is(false));
    assertThat(letter("{\"code\":\"NOT_JSON\",\"change\":\"{\\ufffd}\"}").whole(), is(false));
    assertThat(letter("{\"code\":\"NOT_JSON\",\"change\":\"\uFFFD{}\"}").whole(), is(false));
    assertThat(
        "such a character may well stand in a record that is whole",
        letter("{\"code\":\"TOO_LONG\",\"change\":{\"a\":\"\uFFFD\"}}").whole(),
        is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"change\":null"})
  void letterOfARemovalThatAMirrorHeldBackHasNoRecord(String change) {
    Letter letter =
        letter(
            "{\"code\":\"REMOVALS_BLOCKED\",\"source\":\"\",\"key\":\"p1\",\"dataflow\":\"d\","
                + "\"audience\":\"a\""
                + change
                + "}");
    assertThat(letter.record(), is(Optional.empty()));
    assertThat(letter.audience(), is("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"code\":\"NOT_JSON\"}|INVALID_RECORD",
        "{\"code\":\"NOT_JSON\",\"change\":null}|INVALID_RECORD",
        "{\"code\":\"NOT_JSON\",\"dataflow\":null,\"audience\":null}|INVALID_RECORD",
        "{\"code\":\"NOT_JSON\",\"dataflow\":\"d\"}|INVALID_RECORD",
        "{\"dataflow\":\"d\",\"audience\":\"a\"}|INVALID_RECORD",
        "{\"change\":{}}|INVALID_RECORD",
        "{\"accountName\":\"Acme\"}|INVALID_RECORD",
        "[]|NOT_AN_OBJECT",
        "7|NOT_AN_OBJECT",
        "{\"code\":|NOT_JSON",
        "{\"code\":\"NOT_JSON\",\"change\":{}} {}|NOT_JSON",
        "<letter/>|NOT_JSON"
      })
  void whatIsNoLetterIsSaidWithoutItsContent(String line, Reason reason) {
    Reading.NoLetter none = (Reading.NoLetter) read(line);
    assertThat(none.reason(), is(reason));
    assertThat(none.words(), not(is("")));
    assertThat(none.words().contains("Acme"), is(false));
  }

  @Test
  void whatALetterLacksIsNamed() {
    Reading.NoLetter noChange = (Reading.NoLetter) read("{\"code\":\"NOT_JSON\"}");
    Reading.NoLetter noCode = (Reading.NoLetter) read("{\"change\":{}}");
    assertThat(noChange.words(), is("the line is no dead letter: it has no change"));
    assertThat(noCode.words(), is("the line is no dead letter: it has no code"));
  }

  @Test
  void bytesThatAreNoTextAreNoLetter() {
    Reading reading = reader.read(SourceRecord.ofFile(HERE, new byte[] {'{', (byte) 0xFF, '}'}));
    assertThat(((Reading.NoLetter) reading).reason(), is(Reason.NOT_JSON));
  }

  @Test
  void blankLineIsNothing() {
    assertThat(read(" \t"), is(instanceOf(Reading.Blank.class)));
    assertThat(read(""), is(instanceOf(Reading.Blank.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "-12.50e3", "true", "[1, {}]"})
  void changeThatIsNoObjectIsTakenByteByByteToo(String change) {
    assertThat(change(letter("{\"change\":" + change + " ,\"code\":\"TOO_LONG\"}")), is(change));
    assertThat(change(letter("{\"code\":\"TOO_LONG\",\"change\":" + change + "}")), is(change));
  }

  @ParameterizedTest
  @ValueSource(strings = {"day.jsonl", "day.jsonl:", "day.jsonl:x", "day.jsonl:1.5"})
  void sourceThatIsNoPlaceIsThePlaceOfTheLetter(String source) {
    Letter letter = letter("{\"code\":\"TOO_LONG\",\"source\":\"" + source + "\",\"change\":{}}");
    assertThat(letter.record().orElseThrow().position(), is(HERE));
  }

  @Test
  void letterMayBeAsLongAsARecordWhoseEveryByteIsEscaped() {
    String begin = "{\"code\":\"TOO_LONG\",\"change\":{\"a\":\"";
    String end = "\"}}";
    int most = LetterReader.MAX_BYTES - begin.length() - end.length();

    assertThat(read(begin + "x".repeat(most) + end), is(instanceOf(Reading.Read.class)));
    Reading tooLong = read(begin + "x".repeat(most + 1) + end);
    assertThat(((Reading.NoLetter) tooLong).reason(), is(Reason.TOO_LARGE));
  }
}
