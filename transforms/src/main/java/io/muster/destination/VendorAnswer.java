package io.muster.destination;

import java.time.Duration;

/**
 * What a vendor said to one request. Anything that is not understood is a {@link Retry}, never an
 * {@link Accepted}.
 *
 * @param <T> what an accepted request brings
 */
public sealed interface VendorAnswer<T> {

  /** The vendor did as asked. */
  record Accepted<T>(T value, int httpStatus) implements VendorAnswer<T> {}

  /** The vendor did not do as asked, or it is not known whether it did. */
  sealed interface Failure<T> extends VendorAnswer<T> {

    Problem problem();

    /** The same failure with another problem. */
    Failure<T> with(Problem problem);
  }

  /**
   * Ask the same again later.
   *
   * @param after what the vendor or the budget asks to wait; {@link Duration#ZERO} when it says
   *     nothing
   */
  record Retry<T>(Cause cause, Problem problem, Duration after) implements Failure<T> {
    @Override
    public Retry<T> with(Problem other) {
      return new Retry<>(cause, other, after);
    }
  }

  /** The request will never be taken as it is. */
  record Refused<T>(Problem problem) implements Failure<T> {
    @Override
    public Refused<T> with(Problem other) {
      return new Refused<>(other);
    }
  }

  /** The credential is dead or lacks permission; a new token has been tried already. */
  record Unauthorized<T>(Problem problem) implements Failure<T> {
    @Override
    public Unauthorized<T> with(Problem other) {
      return new Unauthorized<>(other);
    }
  }

  /** No request will be taken until somebody changes the connection's settings; which, is said. */
  record Misconfigured<T>(Problem problem) implements Failure<T> {
    @Override
    public Misconfigured<T> with(Problem other) {
      return new Misconfigured<>(other);
    }
  }

  /** The list is not there any more. */
  record ListGone<T>(Problem problem) implements Failure<T> {
    @Override
    public ListGone<T> with(Problem other) {
      return new ListGone<>(other);
    }
  }

  /** Why a request has to be repeated. */
  enum Cause {
    /** Our own count of calls says that the budget is spent; no call was made. */
    OWN_BUDGET,
    /** The vendor throttles (429): the whole connection waits. */
    THROTTLED,
    /** The list is new or being updated, and will take it soon. */
    LIST_PENDING,
    /** No answer, a 5xx, or an answer that can't be understood. */
    UNAVAILABLE
  }

  /**
   * What went wrong.
   *
   * @param httpStatus the status, or 0 when there was no answer
   * @param words the vendor's words or ours, without credentials; cut to a line of 500 characters
   * @param reached whether what was asked for may have reached the vendor: members that were to be
   *     sent, a list that was to be made
   */
  record Problem(int httpStatus, String words, boolean reached) {
    public Problem {
      words = VendorWords.clean(words);
    }

    private Problem unreached() {
      return new Problem(httpStatus, words, false);
    }
  }

  /**
   * Whether the vendor does not know the list: it is gone, or, where it was made only just now, not
   * known everywhere yet. One that asks to wait and is known, as a 409 does, is not missing.
   */
  default boolean saysMissing() {
    return this instanceof ListGone
        || (this instanceof Retry<T> retry
            && retry.cause() == Cause.LIST_PENDING
            && retry.problem().httpStatus() == 404);
  }

  /** What failed; not for {@link Accepted}. */
  default Failure<T> failure() {
    if (this instanceof Failure<T> failure) {
      return failure;
    }
    throw new IllegalStateException("an accepted answer is no failure");
  }

  /** The same refusal as an answer to another kind of request; not for {@link Accepted}. */
  @SuppressWarnings("unchecked") // only Accepted holds a T
  default <U> VendorAnswer<U> asFailure() {
    return (VendorAnswer<U>) failure();
  }

  /** The same failure, where it is known that what was asked for never reached the vendor. */
  default VendorAnswer<T> broughtNothing() {
    return failure().with(failure().problem().unreached());
  }

  /**
   * Of a creation: a 409 says that another list is in the way, so that this call has made none, and
   * what is found under the name is not known to be ours.
   */
  default VendorAnswer<T> madeNothingIf409() {
    return this instanceof Retry<T> retry && retry.problem().httpStatus() == 409
        ? broughtNothing()
        : this;
  }
}
