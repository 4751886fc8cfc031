package io.muster.faults;

import io.muster.faults.Coverage.Event;

/** Our own process dies here. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Event event;

  Crash(Event event, String where) {
    super(where);
    this.event = event;
  }

  Event event() {
    return event;
  }
}
