package io.muster.delivery;

import java.time.Instant;

/** What one list's answer means for all lists of the connection. */
record WholeConnection(Desks desks, Stoppage stoppage, DeliveryOutput output) {

  /** No call of it is taken any more. */
  void stop(Stop stop) {
    stoppage.begin(stop);
  }

  /** The vendor throttles; epoch milliseconds. */
  void hold(long until) {
    output.throttled(Instant.ofEpochMilli(until));
    desks.hold(until);
  }

  /** The vendor has taken something. */
  void works() {
    stoppage.isOver();
  }
}
