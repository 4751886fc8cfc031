package io.muster.transforms;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.vendor.HttpTimeouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When no more input comes: delivers what is owed until all is, or the drain's time is over, or the
 * connection is stopped; gives the rest up, and asks the vendor what it has.
 */
final class EndOfInput {

  /**
   * What is made at once, a look for the list, a token and a large body sent again with it, takes
   * no longer: {@link HttpTimeouts} for each, and the body's time on the way.
   */
  private static final Duration LONGEST_ERRAND = Duration.ofMinutes(10);

  /** After all is delivered, the vendor is asked no longer than this what it makes of the lists. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final ErrandsAside errands;
  private final LongWaits waits;
  private final DrainProgress progress;
  private final Pause pause;
  private final Clock clock;
  private final Instant deadline;

  EndOfInput(
      ErrandsAside errands,
      LongWaits waits,
      DrainProgress progress,
      Pause pause,
      Clock clock,
      Duration drainTimeout) {
    this.errands = errands;
    this.waits = waits;
    this.progress = progress;
    this.pause = pause;
    this.clock = clock;
    this.deadline = clock.instant().plus(drainTimeout);
  }

  /**
   * One step to the end: nobody can look at the state meanwhile, and what a batch's members have
   * been read for once need not be read again for its answer.
   */
  void deliver(DeliveryStep step) throws InterruptedException {
    step.delivery().lapse();
    Optional<Instant> next = Optional.of(clock.instant());
    while (next.isPresent()) {
      // Where nothing can happen before the deadline, there is nothing to wait for.
      boolean inTime = next.get().isBefore(deadline);
      if (inTime) {
        pause.until(next.get(), deadline);
      }
      next = step.work(Urgency.EVERYTHING);
      boolean stopped = step.delivery().stopped().isPresent();
      boolean givenUp =
          next.isPresent() && (stopped || !inTime || !clock.instant().isBefore(deadline));
      if (givenUp) {
        giveUp(step);
        next = Optional.empty();
      }
      // Closing asks the vendor in this very thread, and only one may ask at a time.
      boolean owesAgain =
          next.isEmpty()
              && !errands.isBusy()
              && step.delivery().closeOut(clock.instant().plus(LONGEST_CLOSE));
      if (owesAgain && givenUp) {
        step.delivery().abandon(); // by a list that is gone: it is told of, and a later run's
      } else if (owesAgain) {
        next = Optional.of(clock.instant());
      }
      step.tellNowAndThen(next);
      waits.tell(step.delivery().waiting(), clock.instant());
      progress.tell(step.delivery().pending(), clock.instant());
    }
  }

  /** The lease must not end before a call that is on its way does, so its answer counts too. */
  private void giveUp(DeliveryStep step) throws InterruptedException {
    errands.await(LONGEST_ERRAND);
    step.delivery().readAnswer();
    step.delivery().abandon();
  }
}
