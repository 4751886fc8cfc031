package io.muster.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
final class MutableClock extends Clock {

  private Instant now = Instant.parse("2026-11-20T10:00:00Z");

  void advance(Duration by) {
    now = now.plus(by);
  }

  void advanceTo(Instant to) {
    if (to.isAfter(now)) {
      now = to;
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
