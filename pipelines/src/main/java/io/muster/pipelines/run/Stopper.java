package io.muster.pipelines.run;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run from outside, in good order, whatever it is about to do. Safe for several threads. */
final class Stopper {

  private static final long LONGEST_STOP_SECONDS = 20;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final RunListener listener;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile Optional<Begun> begun = Optional.empty();
  private volatile Optional<StartedRun> running = Optional.empty();

  Stopper(RunListener listener) {
    this.listener = listener;
  }

  /** What a run that is stopped has to put in order. */
  private record Begun(WrittenReport report, RunLease lease, RunEntry entry) {}

  /** The run is about to be started. */
  void begins(WrittenReport report, RunLease lease, RunEntry entry) {
    begun = Optional.of(new Begun(report, lease, entry));
  }

  /** The run is started, and can be cancelled. */
  void started(StartedRun run) {
    running = Optional.of(run);
  }

  /** The run has come to its end, by itself or not. */
  void ended() {
    over.countDown();
  }

  /** Open as long as the run lasts. */
  CountDownLatch over() {
    return over;
  }

  /** Whether somebody wants it to end. */
  boolean isStopping() {
    return stopping;
  }

  /**
   * Returns when the run is over, or as good as that.
   *
   * @param elsewhere whether it is a job of a cluster: on its way there it can't be cancelled yet
   */
  void stop(boolean elsewhere) {
    stopping = true;
    try {
      if (elsewhere) {
        awaitStart();
      }
      if (running.isPresent()) {
        running.get().cancel().ifPresent(this::noticeCheckpoint);
        if (over.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
      if (begun.isPresent()) {
        // The runner can't be cancelled from here; but without the lease it makes no more calls.
        begun.get().lease().ended();
        begun.get().lease().close();
        begun.get().entry().stopped(begun.get().report().stopped());
      }
    } catch (IOException | RuntimeException e) {
      listener.notice("the run could not be stopped in good order: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStart() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_STOP_SECONDS);
    while (begun.isPresent() && running.isEmpty() && System.nanoTime() < deadline) {
      if (over.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void noticeCheckpoint(String path) {
    listener.notice("the job's last checkpoint is " + path + "; --from-savepoint goes on from it");
  }
}
