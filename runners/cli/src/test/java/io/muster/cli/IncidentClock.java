package io.muster.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;

/** A clock that stands, and lets something happen once when it is first asked after a condition. */
final class IncidentClock extends Clock {

  private final BooleanSupplier condition;
  private final Runnable incident;
  private boolean happened;

  IncidentClock(BooleanSupplier condition, Runnable incident) {
    this.condition = condition;
    this.incident = incident;
  }

  @Override
  public Instant instant() {
    if (!happened && condition.getAsBoolean()) {
      happened = true;
      incident.run();
    }
    return CommandRun.NOW;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody asks for another zone");
  }
}
