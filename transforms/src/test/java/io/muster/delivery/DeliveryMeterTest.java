package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted between two readings. */
class DeliveryMeterTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final DeliveryMeter meter = new DeliveryMeter();

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private long throttled(int second) {
    return meter.read(at(second)).throttled().toSeconds();
  }

  @Test
  void countsCallsByOutcomeOnce() {
    meter.called(CallOutcome.ACCEPTED);
    meter.called(CallOutcome.THROTTLED);
    meter.called(CallOutcome.ACCEPTED);

    assertThat(
        meter.read(START).calls(), is(Map.of(CallOutcome.ACCEPTED, 2L, CallOutcome.THROTTLED, 1L)));
    assertThat(meter.read(START).calls(), is(anEmptyMap()));
  }

  @Test
  void countsAWaitAsItPasses() {
    assertThat(meter.read(START).throttled(), is(Duration.ZERO));
    meter.throttled(at(10), at(70));

    assertThat(meter.throttledUntil(), is(at(70)));
    assertThat(throttled(10), is(0L));
    assertThat(throttled(30), is(20L));
    assertThat(throttled(100), is(40L));
    assertThat(throttled(200), is(0L));
  }

  @Test
  void countsWaitsThatOverlapOnce() {
    meter.throttled(at(0), at(60));
    meter.throttled(at(30), at(50));
    meter.throttled(at(40), at(80));

    assertThat(throttled(100), is(80L));
  }

  @Test
  void countsNothingBetweenTwoWaits() {
    meter.throttled(at(0), at(10));
    meter.throttled(at(50), at(55));

    assertThat(throttled(60), is(15L));
  }

  @Test
  void aClockThatGoesBackCountsNothingTwice() {
    meter.throttled(at(10), at(40));
    assertThat(throttled(30), is(20L));
    assertThat(throttled(20), is(0L));
    assertThat(throttled(40), is(10L));
  }
}
