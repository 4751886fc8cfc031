package io.muster.vendor;

import java.time.Duration;

/** Counts calls against what the vendor allows; asked before each call. */
@FunctionalInterface
public interface CallBudget {

  /**
   * Takes one call of a kind out of the budget, if there is one.
   *
   * @param kind what the vendor counts, such as {@code companies} or {@code put}
   * @return {@link Duration#ZERO} when the call may be made and has been counted, else how long to
   *     wait before asking again
   */
  Duration take(String kind);

  /**
   * Told of the answer to each call that was taken.
   *
   * @param httpStatus 0 when no answer came
   */
  default void answered(String kind, int httpStatus) {}

  /** For tests and one-off commands: every call may be made. */
  static CallBudget unlimited() {
    return kind -> Duration.ZERO;
  }
}
