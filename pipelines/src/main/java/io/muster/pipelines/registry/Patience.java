package io.muster.pipelines.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Asks for a connection or a lock again and again, while what is said will pass.
 *
 * @param longest how long it is asked
 * @param pause between two times
 * @param where the database, for people
 * @param meanwhile what was waited for, as in "interrupted while ..."
 */
record Patience(Duration longest, Duration pause, String where, String meanwhile) {

  /** Asks once. */
  @FunctionalInterface
  interface Attempt<T> {
    T ask() throws SQLException;
  }

  /**
   * What was asked for.
   *
   * @param passes whether a failure is worth waiting for its end
   * @throws SQLException the first failure that isn't, or the last one
   */
  <T> T ask(Attempt<T> attempt, Predicate<SQLException> passes) throws SQLException {
    long begun = System.nanoTime();
    while (true) {
      try {
        return attempt.ask();
      } catch (SQLException e) {
        if (!passes.test(e) || System.nanoTime() - begun > longest.toNanos()) {
          throw e;
        }
      }
      sleep();
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(where, "interrupted while " + meanwhile, "run again", e);
    }
  }
}
