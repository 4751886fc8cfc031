package io.muster.delivery;

import io.muster.destination.VendorAnswer;
import java.util.Optional;

/** What a call to a vendor came to: as the ledger has it, and finer, as operators count it. */
public enum CallOutcome {
  /** All members of it are taken; of a job, imported. */
  ACCEPTED("accepted"),
  /** Some members of it are taken. */
  PARTIAL("partial"),
  /** The vendor has it and works on it as a job. */
  QUEUED("queued"),
  /** To be made again: a 5xx, an answer that can't be understood, a job that failed. */
  RETRIED("retry"),
  /** The vendor asks to slow down (429). */
  THROTTLED("retry"),
  /** Nothing was heard, or nothing could be asked. */
  NO_ANSWER("retry"),
  /** It will never be taken as it is. */
  REFUSED("refused"),
  /** The list is not there any more. */
  LIST_GONE("refused"),
  /** The credential is dead. */
  UNAUTHORIZED("unauthorized");

  private final String status;

  CallOutcome(String status) {
    this.status = status;
  }

  /** The word in {@link io.muster.model.LedgerLine#status()}. */
  public String status() {
    return status;
  }

  /** Of a call whose members were decided on one by one. */
  static CallOutcome ofMembers(int taken, int toRepeat, int all) {
    if (taken == all) {
      return ACCEPTED;
    }
    if (taken > 0) {
      return PARTIAL;
    }
    return toRepeat == 0 ? REFUSED : RETRIED;
  }

  /**
   * Of an answer that brought nothing.
   *
   * @return empty where no call was made, since our own budget is spent
   * @throws IllegalArgumentException for an {@link VendorAnswer.Accepted}
   */
  static Optional<CallOutcome> ofFailure(VendorAnswer<?> answer) {
    if (answer instanceof VendorAnswer.Retry<?> retry) {
      return switch (retry.cause()) {
        case OWN_BUDGET -> Optional.empty();
        case THROTTLED -> Optional.of(THROTTLED);
        case LIST_PENDING, UNAVAILABLE ->
            Optional.of(retry.problem().httpStatus() == 0 ? NO_ANSWER : RETRIED);
      };
    }
    if (answer instanceof VendorAnswer.Refused || answer instanceof VendorAnswer.Misconfigured) {
      return Optional.of(REFUSED);
    }
    if (answer instanceof VendorAnswer.Unauthorized) {
      return Optional.of(UNAUTHORIZED);
    }
    if (answer instanceof VendorAnswer.ListGone) {
      return Optional.of(LIST_GONE);
    }
    throw new IllegalArgumentException("an accepted answer is no failure");
  }
}
