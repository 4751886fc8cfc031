package io.muster.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what a connection's calls came to and how long it was throttled, from one reading to the
 * next. Kept beside the delivery's memory: it is for whoever watches, and begins at nothing with
 * each worker. Not thread-safe.
 */
public final class DeliveryMeter {

  private final Map<CallOutcome, Long> calls = new EnumMap<>(CallOutcome.class);
  private Duration throttled = Duration.ZERO;
  private Instant countedUntil = Instant.MIN;
  private Instant throttledUntil = Instant.MIN;

  /**
   * What was counted since the last reading.
   *
   * @param throttled how much of the time the connection waited for its budget or because the
   *     vendor had asked it to
   */
  public record Reading(Map<CallOutcome, Long> calls, Duration throttled) {
    public Reading {
      calls = Map.copyOf(calls);
    }
  }

  /** A call has come to something. */
  public void called(CallOutcome outcome) {
    calls.merge(outcome, 1L, Long::sum);
  }

  /** From now on the connection waits; of waits that overlap, time counts once. */
  public void throttled(Instant now, Instant until) {
    count(now);
    throttledUntil = until.isAfter(throttledUntil) ? until : throttledUntil;
  }

  /** Until when the connection waits, as far as is known; {@link Instant#MIN} before the first. */
  public Instant throttledUntil() {
    return throttledUntil;
  }

  /** What has been counted up to now, once. */
  public Reading read(Instant now) {
    count(now);
    Reading reading = new Reading(calls, throttled);
    calls.clear();
    throttled = Duration.ZERO;
    return reading;
  }

  private void count(Instant now) {
    Instant end = now.isBefore(throttledUntil) ? now : throttledUntil;
    if (end.isAfter(countedUntil)) {
      throttled = throttled.plus(Duration.between(countedUntil, end));
    }
    countedUntil = now.isAfter(countedUntil) ? now : countedUntil;
  }
}
