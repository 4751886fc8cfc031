package io.muster.pipelines.run;

import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.pipelines.registry.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes a run's connections, and waits for them where that is asked for. */
record LeaseTaking(RunTerms terms, RunListener listener, Clock clock, CountDownLatch over) {

  private static final long ASK_EVERY_MILLIS = 1_000;
  private static final Duration SAY_EVERY = Duration.ofMinutes(1);

  /**
   * Takes all of them, or none.
   *
   * @param hasEnded whether a run's job is known to have ended
   * @throws RunException when the waiting was in vain
   */
  LeaseOutcome take(
      Leases leases, List<String> connections, LeaseHolder me, Predicate<String> hasEnded)
      throws RunException {
    Instant begin = clock.instant();
    Instant deadline = begin.plus(terms.waitTimeout());
    Instant say = begin;
    String holder = "";
    while (true) {
      LeaseOutcome outcome = RunLease.take(leases, connections, me, hasEnded);
      if (!(outcome instanceof Taken taken) || terms.ifRunning() != IfRunning.WAIT) {
        return outcome;
      }
      Instant now = clock.instant();
      if (!now.isBefore(deadline)) {
        throw new RunException(
            ExitCode.REFUSED,
            "waited for %s s in vain: %s"
                .formatted(terms.waitTimeout().toSeconds(), taken.words()));
      }
      if (!now.isBefore(say) || !holder.equals(taken.holder().run())) {
        holder = taken.holder().run();
        say = now.plus(SAY_EVERY);
        listener.notice(
            "waiting for run %s, which writes to %s: for %d s so far, at most %d s"
                .formatted(
                    holder,
                    taken.connection(),
                    Duration.between(begin, now).toSeconds(),
                    terms.waitTimeout().toSeconds()));
      }
      pause();
    }
  }

  private void pause() throws RunException {
    try {
      // It is over only when this has returned; so this waits the whole time, or is interrupted.
      boolean unused = over.await(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted while it waited", e);
    }
  }
}
