package io.muster.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.muster.delivery.Seeds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XdmTimeTest {

  private static final String ALPHABET = "0123456789-+:.TtZz 9";

  /** The same grammar, as java.time has it. */
  private static final List<DateTimeFormatter> ORACLES =
      List.of(oracle("+HH:MM"), oracle("+HHMM"), oracle("none"));

  private static DateTimeFormatter oracle(String offset) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd'T'HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd();
    if (!offset.equals("none")) {
      builder.appendOffset(offset, "Z");
    }
    return builder.toFormatter().withResolverStyle(ResolverStyle.STRICT);
  }

  private static Instant expected(String text) {
    for (DateTimeFormatter oracle : ORACLES) {
      try {
        TemporalAccessor read = oracle.parseBest(text, Instant::from, LocalDateTime::from);
        return read instanceof LocalDateTime local
            ? local.toInstant(ZoneOffset.UTC)
            : (Instant) read;
      } catch (DateTimeException e) {
        // Another shape may fit.
      }
    }
    return null;
  }

  @ParameterizedTest
  @CsvSource({
    "2019-04-15T02:41:50.000+0000, 2019-04-15T02:41:50Z",
    "2019-11-20T13:15:49Z, 2019-11-20T13:15:49Z",
    "2018-04-26T15:52:25+00:00, 2018-04-26T15:52:25Z",
    "2026-11-20T10:00:00.248585Z, 2026-11-20T10:00:00.248585Z",
    "2026-11-20T10:00:00.123456789+00:00, 2026-11-20T10:00:00.123456789Z",
    "2026-11-20T10:00:00.5+05:30, 2026-11-20T04:30:00.500Z",
    "2026-11-20T10:00:00-0600, 2026-11-20T16:00:00Z",
    "2026-11-20t10:00:00z, 2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00, 2026-11-20T10:00:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
  })
  void readsTheShapesThatThePlatformWrites(String text, String expected) {
    assertThat(XdmTime.parse(text), equalTo(Instant.parse(expected)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1795168800000",
        "2026-11-20",
        "2026-11-20 10:00:00Z",
        "2026-11-20T10:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T23:59:60Z",
        "2026-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-11-31T10:00:00Z",
        "2026-00-10T10:00:00Z",
        "2026-11-00T10:00:00Z",
        "2026-11-20T10:00:00.1234567890Z",
        "2026-11-20T10:00:00.Z",
        "2026-11-20T10:00:00+00",
        "2026-11-20T10:00:00+18:01",
        "2026-11-20T10:00:00+01:60",
        "2026-11-20T10:00:00+1:000",
        "2026-11-20T10:00:00ZZ",
        "2026-11-20T10:00:00+00:00:00",
        "2026-11-20T10:00:00Z ",
        "-026-11-20T10:00:00Z",
        "+2026-11-20T10:00:00Z",
        "２０２６-11-20T10:00:00Z",
      })
  void doesNotGuessAtAnythingElse(String text) {
    assertThat(XdmTime.parse(text), is(nullValue()));
  }

  static LongStream seeds() {
    return Seeds.orSoMany(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithJavaTimeOnRandomTimesAndOnBrokenOnes(long seed) {
    Random random = Seeds.random(seed);
    for (int i = 0; i < 100_000; i++) {
      String text = random.nextInt(3) == 0 ? broken(random, time(random)) : time(random);
      assertThat(text, XdmTime.parse(text), equalTo(expected(text)));
    }
  }

  private static String time(Random random) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d",
                random.nextInt(10_000),
                random.nextInt(13),
                random.nextInt(33),
                random.nextInt(25),
                random.nextInt(61),
                random.nextInt(61)));
    int fraction = random.nextInt(11);
    if (fraction > 0) {
      text.append('.');
      random.ints(fraction, 0, 10).forEach(text::append);
    }
    String sign = random.nextBoolean() ? "+" : "-";
    return switch (random.nextInt(4)) {
      case 0 -> text + "Z";
      case 1 -> text + sign + String.format("%02d%02d", random.nextInt(20), random.nextInt(61));
      case 2 -> text + sign + String.format("%02d:%02d", random.nextInt(20), random.nextInt(61));
      default -> text.toString();
    };
  }

  private static String broken(Random random, String time) {
    StringBuilder text = new StringBuilder(time);
    char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> text.setCharAt(at, c);
      case 1 -> text.insert(at, c);
      default -> text.deleteCharAt(at);
    }
    return text.toString();
  }
}
