package io.muster.pipelines.run;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.RegistryException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A lease that says that it lives until it is closed, and then is given free. */
final class KeptLease implements AutoCloseable {

  private static final long LAST_BEAT_SECONDS = 30;

  private final Leases leases;
  private final Lease lease;
  private final RunListener listener;
  private final ScheduledExecutorService beats;
  private volatile Optional<String> loss = Optional.empty();
  private volatile boolean left;

  private KeptLease(Leases leases, Lease lease, RunListener listener) {
    this.leases = leases;
    this.lease = lease;
    this.listener = listener;
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  static KeptLease of(Leases leases, Lease lease, RunListener listener) {
    KeptLease kept = new KeptLease(leases, lease, listener);
    long every = Leases.HEARTBEAT_EVERY.toMillis();
    // Ends with its executor.
    ScheduledFuture<?> unused =
        kept.beats.scheduleWithFixedDelay(kept::beat, every, every, TimeUnit.MILLISECONDS);
    return kept;
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
  Optional<String> loss() {
    return loss;
  }

  /** The run goes on without this process, and so does its lease. */
  void leave() {
    left = true;
  }

  @Override
  public void close() {
    // A beat in the middle of its work is let finish.
    beats.shutdown();
    try {
      beats.awaitTermination(LAST_BEAT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (left) {
      return;
    }
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
