package io.muster.pipelines.run;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Leases.Bridged;
import io.muster.pipelines.registry.RegistryException;
import io.muster.transforms.Beats;
import java.util.Optional;

/**
 * The lease of a job that works elsewhere. The launcher keeps it until the job's workers do, and
 * then looks on. Whether a job still works can't always be told from here, and a job that has lost
 * its lease fails; so it is given free only when the job has ended, or never began.
 */
final class JobLease implements RunLease {

  private final Leases leases;
  private final Lease lease;
  private final boolean again;
  private final RunListener listener;
  private final Beats beats;
  private Bridged bridged;
  private boolean lossNoticed;
  private volatile boolean submitted;
  private volatile boolean ended;

  private JobLease(Leases leases, Granted granted, RunListener listener) {
    this.leases = leases;
    this.lease = granted.lease();
    this.again = granted.again();
    this.listener = listener;
    this.bridged = new Bridged(lease.since(), false);
    this.beats = RunLease.beats(this::beat);
  }

  static JobLease of(Leases leases, Granted granted, RunListener listener) {
    return new JobLease(leases, granted, listener);
  }

  /** Says once that the job lives where no worker has said so yet, or notices that it has lost. */
  synchronized void beat() {
    try {
      bridged = leases.bridge(lease, bridged.said());
      Optional<String> loss = leases.loss(lease);
      if (loss.isPresent() && !lossNoticed) {
        lossNoticed = true;
        listener.notice(loss.get());
      }
    } catch (RegistryException e) {
      // The next beat tries again; the lease outlives several.
      listener.notice(e.getMessage());
    }
  }

  @Override
  public Optional<String> loss() {
    return Optional.empty();
  }

  @Override
  public boolean isHeldAgain() {
    return again;
  }

  @Override
  public void submitted() {
    submitted = true;
  }

  @Override
  public void ended() {
    ended = true;
  }

  @Override
  public void close() {
    beats.close();
    if (!ended) {
      // The workers have the whole time from now on to begin.
      beat();
    }
    if (ended || !(submitted || isKept())) {
      release();
    }
  }

  private synchronized boolean isKept() {
    return again || bridged.kept();
  }

  private void release() {
    try {
      leases.release(lease);
    } catch (RegistryException e) {
      listener.notice(
          "the lease could not be given free, and ends within %d s: %s"
              .formatted(Leases.DEAD_AFTER.toSeconds(), e.getMessage()));
    }
  }
}
