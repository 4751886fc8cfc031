package io.muster.vendor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120                           | PT2M",
        " 7                            | PT7S",
        "0                             | PT0S",
        "3601                          | PT1H",
        "99999999999999999999          | PT1H",
        "2.5                           | PT3S",
        "0.001                         | PT1S",
        "5.0                           | PT5S",
        "5.                            | PT5S",
        "3600.5                        | PT1H",
        "99999999999999999999.5        | PT1H",
        "-2.5                          | PT0S",
        "2.5.1                         | PT0S",
        "2,5                           | PT0S",
        "Sun, 22 Nov 2026 10:00:30 GMT | PT30S",
        "Sunday, 22-Nov-26 10:00:30 GMT | PT30S",
        "Sun Nov 22 10:00:30 2026      | PT30S",
        "Wed Dec  2 10:00:30 2026      | PT1H",
        "Sun, 22 Nov 2026 09:00:00 GMT | PT0S",
        "Mon, 23 Nov 2026 10:00:00 GMT | PT1H",
        "-5                            | PT0S",
        "soon                          | PT0S",
        "''                            | PT0S",
      })
  void readsSecondsAndDatesUpToAnHour(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, CLOCK), is(wait));
  }
}
