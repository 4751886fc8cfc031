package io.muster.pipelines.run;

import io.muster.pipelines.registry.Leases;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease's heartbeats, on a thread of their own. */
final class Beats implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Beats.class);

  private static final long LAST_BEAT_SECONDS = 30;

  private final ScheduledExecutorService thread;

  private Beats(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** The first is due after a pause. */
  static Beats of(Runnable beat) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "lease-heartbeat");
              made.setDaemon(true);
              return made;
            });
    long every = Leases.HEARTBEAT_EVERY.toMillis();
    // Ends with its executor.
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(() -> run(beat), every, every, TimeUnit.MILLISECONDS);
    return new Beats(thread);
  }

  private static void run(Runnable beat) {
    try {
      beat.run();
    } catch (RuntimeException e) {
      // Or its executor would make no more, and the lease would end. It outlives several.
      LOG.warn("the lease could not be kept: {}", e.getMessage());
    }
  }

  /** A beat in the middle of its work is let finish. */
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
