package io.muster.pipelines.run;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.Leases;
import java.util.Optional;

/** A run's lease, as long as its launcher is there. */
interface RunLease extends AutoCloseable {

  /** Keeps a lease that was just taken. */
  static RunLease of(Leases leases, Lease lease, RunListener listener) {
    return lease.holder() instanceof LeaseHolder.Job
        ? JobLease.of(leases, lease, listener)
        : KeptLease.of(leases, lease, listener);
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
