package io.muster.pipelines.run;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.RegistryException;
import io.muster.transforms.Beats;
import java.util.Optional;

/** A lease that says that it lives until it is closed, and then is given free. */
final class KeptLease implements RunLease {

  private final Leases leases;
  private final Lease lease;
  private final RunListener listener;
  private final Beats beats;
  private volatile Optional<String> loss = Optional.empty();

  private KeptLease(Leases leases, Lease lease, RunListener listener) {
    this.leases = leases;
    this.lease = lease;
    this.listener = listener;
    this.beats = RunLease.beats(this::beat);
  }

  static KeptLease of(Leases leases, Lease lease, RunListener listener) {
    return new KeptLease(leases, lease, listener);
  }

  /** Says once that the lease lives, or notices that it is lost. */
  void beat() {
    try {
      if (!leases.heartbeat(lease).isEmpty() && loss.isEmpty()) {
        loss = leases.loss(lease);
        loss.ifPresent(listener::notice);
      }
    } catch (RegistryException e) {
      // The next beat tries again; the lease outlives several.
      listener.notice(e.getMessage());
    }
  }

  /** Who has taken some of the connections over, for people; empty while all is well. */
  @Override
  public Optional<String> loss() {
    return loss;
  }

  @Override
  public void close() {
    beats.close();
    try {
      leases.release(lease);
    } catch (RegistryException e) {
      // What the run has done stands, and the lease dies by itself.
      listener.notice(
          "the lease could not be given free, and ends within %d s: %s"
              .formatted(Leases.DEAD_AFTER.toSeconds(), e.getMessage()));
    }
  }
}
