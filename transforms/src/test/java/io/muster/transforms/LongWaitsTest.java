package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever watches is told of a connection's waits. */
class LongWaitsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  private final LongWaits waits = new LongWaits("linkedin");

  private Optional<String> told(Duration after, Duration wait, String words) {
    Instant now = NOW.plus(after);
    return waits.sentence(new Waiting(now.plus(wait), words), now);
  }

  @Test
  void aLongWaitIsToldWithItsEndAndItsCause() {
    assertThat(
        told(Duration.ZERO, Duration.ofMinutes(1), "the budget is spent"),
        is(
            Optional.of(
                "connection linkedin waits until 2026-11-22T10:01:00Z: the budget is spent")));
  }

  @Test
  void aShortWaitIsNotTold() {
    assertThat(told(Duration.ZERO, Duration.ofSeconds(9), "x"), is(Optional.empty()));
    assertThat(told(Duration.ZERO, Duration.ofSeconds(10), "x").isPresent(), is(true));
  }

  @Test
  void oneCauseIsToldOnceInTenMinutesAndAnotherAtOnce() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(told(Duration.ZERO, minute, "a").isPresent(), is(true));
    assertThat(told(minute, minute, "a").isPresent(), is(false));
    assertThat(told(minute, minute, "b").isPresent(), is(true));
    assertThat(told(Duration.ofMinutes(10), minute, "a").isPresent(), is(true));
  }

  @Test
  void aWaitOfHoursIsToldOnce() {
    assertThat(told(Duration.ZERO, Duration.ofHours(5), "a").isPresent(), is(true));
    assertThat(told(Duration.ofHours(4), Duration.ofHours(1), "a").isPresent(), is(false));
    assertThat(told(Duration.ofHours(5), Duration.ofHours(19), "a").isPresent(), is(true));
  }
}
