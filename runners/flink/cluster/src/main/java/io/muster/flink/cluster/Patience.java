package io.muster.flink.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until something is so, by asking again and again. */
final class Patience {

  private static final long BETWEEN_MILLIS = 100;

  private Patience() {}

  /** Asks once. */
  interface Question<T> {
    /** The answer, or nothing as yet. */
    Optional<T> ask() throws IOException;
  }

  /** What may come true. */
  interface Condition {
    /** Whether it is so now. */
    boolean holds() throws IOException;
  }

  /**
   * Waits until it is so.
   *
   * @param what is waited for, for the message
   * @throws IOException when it isn't in time, asking fails, or the wait is interrupted
   */
  static void until(String what, Duration atMost, Condition condition) throws IOException {
    await(what, atMost, () -> condition.holds() ? Optional.of(what) : Optional.empty());
  }

  /**
   * Waits for an answer.
   *
   * @param what is waited for, for the message
   * @throws IOException when there is none in time, the question fails, or the wait is interrupted
   */
  static <T> T await(String what, Duration atMost, Question<T> question) throws IOException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("waited " + atMost.toSeconds() + " s in vain until " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting until " + what, e);
      }
    }
  }
}
