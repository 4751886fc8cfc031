package io.muster.transforms;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.beam.sdk.util.Sleeper;

/**
 * The waiting of a step that goes on.
 *
 * @param aside whether calls are made beside the step, and may end while it waits
 */
record Pause(ErrandsAside errands, boolean aside, Clock clock) {

  /**
   * Waits until a moment or, while a call is being made, for its end, but not so long that nobody
   * is told how far it has come.
   *
   * @param limit when the wait is over in any case
   */
  void until(Instant moment, Instant limit) throws InterruptedException {
    if (aside && errands.isBusy()) {
      Duration most = Duration.between(clock.instant(), limit);
      errands.await(most.compareTo(DeliveryStep.TOLD_EVERY) < 0 ? most : DeliveryStep.TOLD_EVERY);
      return;
    }
    Instant until = moment.isBefore(limit) ? moment : limit;
    long pause = Duration.between(clock.instant(), until).toMillis();
    if (pause > 0) {
      Sleeper.DEFAULT.sleep(pause);
    }
  }
}
