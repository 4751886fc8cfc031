package io.muster.transforms;

import io.muster.delivery.WriterLease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says from a thread of its own that a lease lives: steps may take long, or not come for days. It
 * fails nothing; a run that has lost its lease sees that when it draws from the budget.
 */
final class LeaseBeats implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseBeats.class);

  private static final long LAST_BEAT_SECONDS = 5;

  private final WriterLease lease;
  private final ScheduledExecutorService thread;
  private boolean lost;

  private LeaseBeats(WriterLease lease) {
    this.lease = lease;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "lease of " + lease.writer().connection());
              made.setDaemon(true);
              return made;
            });
  }

  /** Begins at once. */
  static LeaseBeats start(WriterLease lease, Duration every) {
    LeaseBeats beats = new LeaseBeats(lease);
    // Ends with its executor.
    ScheduledFuture<?> unused =
        beats.thread.scheduleWithFixedDelay(
            beats::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return beats;
  }

  private void beat() {
    try {
      Optional<String> loss = lease.beat();
      if (loss.isPresent() && !lost) {
        LOG.warn(loss.get());
      }
      lost = loss.isPresent();
    } catch (RuntimeException e) {
      // The next beat tries again; the lease outlives several.
      LOG.warn(
          "the lease of {} could not be kept: {}", lease.writer().connection(), e.getMessage());
    }
  }

  /**
   * A beat in the middle of its work is let finish: an interrupt would close the database's file.
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(LAST_BEAT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
