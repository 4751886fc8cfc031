package io.muster.pipelines.run;

import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.Leases;
import io.muster.transforms.Beats;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A run's lease, as long as its launcher is there. */
interface RunLease extends AutoCloseable {

  /**
   * Takes the connections of a run, or none. A job that is seen to have ended is no hindrance: its
   * lease would live for a minute yet, as one that was stopped or has failed gives nothing free.
   *
   * @param hasEnded whether a run's job is known to have ended
   */
  static LeaseOutcome take(
      Leases leases, List<String> connections, LeaseHolder me, Predicate<String> hasEnded) {
    Set<String> ended = new HashSet<>();
    while (true) {
      LeaseOutcome outcome = leases.acquire(connections, me);
      boolean inTheWay =
          outcome instanceof LeaseOutcome.Taken taken
              && taken.holder() instanceof LeaseHolder.Job job
              && hasEnded.test(job.run())
              && ended.add(job.run());
      if (!inTheWay) {
        return outcome;
      }
      leases.releaseRun(((LeaseOutcome.Taken) outcome).holder().run());
    }
  }

  /** Keeps a lease that was just taken. */
  static RunLease of(Leases leases, Granted granted, RunListener listener) {
    return granted.lease().holder() instanceof LeaseHolder.Job
        ? JobLease.of(leases, granted, listener)
        : KeptLease.of(leases, granted.lease(), listener);
  }

  /** Beats as often as leases want it, from one pause from now on. */
  static Beats beats(Runnable beat) {
    Duration every = Leases.HEARTBEAT_EVERY;
    return Beats.start("lease", every, every, Duration.ofSeconds(30), beat);
  }

  /** Whether this very run had it before: its job may be at work, and its report goes on. */
  default boolean isHeldAgain() {
    return false;
  }

  /**
   * Who has taken from under the run what it wrote, for people. Empty while all is well, and for a
   * job, which fails of that by itself.
   */
  Optional<String> loss();

  /** The runner has taken the pipeline over, and may go on without the launcher. */
  default void submitted() {}

  /** Nothing of the run works any more, or nothing is to write any more. */
  default void ended() {}

  /** The launcher ends. What nothing works for any more is given free. */
  @Override
  void close();
}
