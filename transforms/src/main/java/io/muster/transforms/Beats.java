package io.muster.transforms;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease's heartbeats, on a thread of their own. */
public final class Beats implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Beats.class);

  private final String lease;
  private final Runnable beat;
  private final Duration longestBeat;
  private final ScheduledExecutorService thread;

  private Beats(String lease, Runnable beat, Duration longestBeat) {
    this.lease = lease;
    this.beat = beat;
    this.longestBeat = longestBeat;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, lease);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Starts them.
   *
   * @param lease what it is called, for people, and the thread too
   * @param first when the first beat is due
   * @param every the pause between two
   * @param longestBeat how long {@link #close} waits for one in the middle of its work
   */
  public static Beats start(
      String lease, Duration first, Duration every, Duration longestBeat, Runnable beat) {
    Beats beats = new Beats(lease, beat, longestBeat);
    // Ends with its executor.
    ScheduledFuture<?> unused =
        beats.thread.scheduleWithFixedDelay(
            beats::beat, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return beats;
  }

  private void beat() {
    try {
      beat.run();
    } catch (RuntimeException e) {
      // Or its executor would make no more, and the lease would end. It outlives several.
      LOG.warn("the {} could not be kept: {}", lease, e.getMessage());
    }
  }

  /**
   * A beat in the middle of its work is let finish: an interrupt would close the database's file.
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(longestBeat.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
