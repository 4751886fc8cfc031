package io.muster.pipelines.registry;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that nobody interrupts. Java closes the file of a thread that is interrupted while it
 * reads or writes, as a task is that Flink cancels; H2 then has half of its work done and no file,
 * and may try for ever to close it, with the lock in its hands.
 */
final class UndisturbedThreads {

  /** No longer than that, an idle one keeps the class loader of a job that has ended. */
  private static final long IDLE_SECONDS = 1;

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "registry");
            thread.setDaemon(true);
            return thread;
          });

  /** A piece of work. */
  @FunctionalInterface
  interface Piece<T> {
    T done() throws SQLException;
  }

  /** Does a piece of work and waits for its end, however often the caller is interrupted. */
  <T> T run(Piece<T> piece) throws SQLException {
    Future<T> result = threads.submit(piece::done);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw asItWas(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The failure, as if the caller had done the work. */
  private static SQLException asItWas(Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (SQLException) failure;
  }
}
