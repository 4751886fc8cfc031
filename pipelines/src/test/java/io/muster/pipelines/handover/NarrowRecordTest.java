package io.muster.pipelines.handover;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NarrowRecordTest {

  private static String narrow(String record) {
    return new NarrowRecord(Set.of("a", "\u00e9")).narrow(record.getBytes(StandardCharsets.UTF_8));
  }

  private static String record(String memberships) {
    return "{\"segmentMembership\":{\"ups\":{" + memberships + "}}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "a":{"x":[1]}                             | "a":{"x":[1]}
          "b":{"x":[1]}                             | ''
          "b":{"x":1},"a":{"y":2}                   | "a":{"y":2}
          "a":{"y":2},"b":{"x":1}                   | "a":{"y":2}
          "b":{}, "a" : {"y":2} , "c":{},"\\u00e9":{} | "a" : {"y":2},"\\u00e9":{}
          "a":1.50,"b":2,"a":"\\u0041 ","b":null     | "a":1.50,"a":"\\u0041 "
          """)
  void onlyWhatItSaysOfTheOthersGoes(String before, String after) {
    assertThat(narrow(record(before)), is(record(after == null ? "" : after)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"revenue\":12345678.50,\"big\":123456789012345678901234567890,\"small\":1E-7}",
        "{\"name\" : \"\\u00fc \\ud83d\\ude00 \u00fc \\/\", \"half\":\"\\ud800\"}",
        "{\"ups\":{\"b\":1},\"x\":{\"segmentMembership\":{\"ups\":{\"b\":1}}}}",
        "{\"segmentMembership\":{\"ups\":[{\"b\":1}],\"aam\":{\"b\":1}}}",
        "{\"segmentMembership\":[{\"ups\":{\"b\":1}}]}",
        "{}"
      })
  void theRestStaysAsItIsWritten(String record) {
    assertThat(narrow(record), is(record));
  }

  @Test
  void byteOrderMarkIsNoPartOfARecord() {
    assertThat(narrow("\uFEFF" + record("\"b\":{}")), is(record("")));
  }

  @Test
  void recordMayBeAsDeepAsTheParserTakesIt() {
    int depth = 5_000;
    String deep = "[".repeat(depth) + "]".repeat(depth);
    assertThat(
        narrow("{\"x\":" + deep + ",\"segmentMembership\":{\"ups\":{\"b\":" + deep + "}}}"),
        is("{\"x\":" + deep + ",\"segmentMembership\":{\"ups\":{}}}"));
  }
}
