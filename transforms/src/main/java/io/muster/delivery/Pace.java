package io.muster.delivery;

import io.muster.destination.CallLimit.Purpose;
import java.time.Duration;
import java.util.Optional;

/** How a connection may call and has called, as far as a delivery has to know. */
public interface Pace {

  /**
   * How many calls with members fit into a time at the rate that is allowed now; {@link
   * Integer#MAX_VALUE} where no rate is.
   */
  int callsWithin(Duration time);

  /**
   * The pause between two calls of a purpose with which the rest of the day's budget lasts until
   * its end; empty while the day has plenty.
   */
  Optional<Duration> interval(Purpose purpose);

  /**
   * How many requests of a purpose have been answered so far. One that is repeated with a new token
   * is two, and only whoever makes it sees both.
   */
  default long answered(Purpose purpose) {
    return 0;
  }
}
