package io.muster.delivery;

import io.muster.delivery.BudgetBook.Writer;
import java.time.Duration;
import java.util.Optional;

/**
 * The right of a run to write a connection, in the hands of one of the run's workers. A job
 * outlives its launcher, so its workers keep its lease: all of them say that it lives, and the one
 * that has the connection's state says that it is the one that writes. What has lost the lease is
 * stopped by {@link BudgetBook#draw} alone. Safe for several threads.
 */
public interface WriterLease {

  /** As whom the worker draws from the budget. */
  Writer writer();

  /** How often {@link #beat} should be called; empty where somebody else keeps the lease. */
  Optional<Duration> beatEvery();

  /**
   * Says that the run lives, however long it was silent, as long as nobody else has the connection.
   *
   * @return why the run does not hold the lease any more, for people; empty when it does
   */
  Optional<String> beat();

  /**
   * Says that this worker goes on with the connection's state: one that did before it draws nothing
   * any more, though it may not know yet that it was given up for dead.
   */
  void takeUp();

  /** Of a run whose launcher keeps the lease, since the work is done in its process. */
  static WriterLease keptByTheLauncher(Writer writer) {
    return new WriterLease() {
      @Override
      public Writer writer() {
        return writer;
      }

      @Override
      public Optional<Duration> beatEvery() {
        return Optional.empty();
      }

      @Override
      public Optional<String> beat() {
        return Optional.empty();
      }

      @Override
      public void takeUp() {
        // There is one process, and one worker.
      }
    };
  }
}
