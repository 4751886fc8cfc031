package io.muster.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until something is so, such as what another process does, by asking again and again. */
public final class Patience {

  private static final long BETWEEN_MILLIS = 20;

  private Patience() {}

  /** Asks once. */
  public interface Question<T, E extends Exception> {
    /** The answer, or nothing as yet. */
    Optional<T> ask() throws E;
  }

  /** What may come true. */
  public interface Condition<E extends Exception> {
    /** Whether it is so now. */
    boolean holds() throws E;
  }

  /**
   * Waits until it is so.
   *
   * @param what is waited for, for the message
   * @throws IOException when it isn't in time, or the wait is interrupted
   * @throws E when asking fails
   */
  public static <E extends Exception> void until(
      String what, Duration atMost, Condition<E> condition) throws IOException, E {
    Patience.<String, E>await(
        what, atMost, () -> condition.holds() ? Optional.of(what) : Optional.empty());
  }

  /**
   * Waits for an answer.
   *
   * @param what is waited for, for the message
   * @throws IOException when there is none in time, or the wait is interrupted
   * @throws E when the question fails
   */
  public static <T, E extends Exception> T await(
      String what, Duration atMost, Question<T, E> question) throws IOException, E {
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
