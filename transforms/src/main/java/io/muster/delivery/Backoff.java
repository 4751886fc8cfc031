package io.muster.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between repeats: exponential with full jitter, capped. */
final class Backoff {

  private static final long CAP = Duration.ofMinutes(5).toMillis();
  private static final int LARGEST_SHIFT = 20;

  private final long first;
  private final RandomGenerator random;

  Backoff(Duration first, RandomGenerator random) {
    this.first = Math.max(1, first.toMillis());
    this.random = random;
  }

  /**
   * The pause before the next try, in milliseconds.
   *
   * @param failures failures in a row, from 1
   * @param asked what the vendor asks to wait; a pause is never shorter
   */
  long pause(int failures, Duration asked) {
    long most = Math.min(CAP, first << Math.min(LARGEST_SHIFT, failures - 1));
    // Not below half of the first pause: a jitter near zero would hammer a vendor that is down.
    long least = Math.min(most, Math.max(1, first / 2));
    return Math.max(random.nextLong(least, most + 1), asked.toMillis());
  }
}
