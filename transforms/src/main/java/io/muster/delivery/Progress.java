package io.muster.delivery;

import java.time.Duration;
import java.util.List;

/** How a batch has got on. */
sealed interface Progress {

  /**
   * A call is being made; its answer is looked for in a later step.
   *
   * @param begun whether in this one
   */
  record Underway(boolean begun) implements Progress {}

  /** Its members have all moved on; no call was made. */
  record Empty() implements Progress {}

  /** Every member of it is settled. */
  record Done() implements Progress {}

  /**
   * Nothing to do for a while: a job runs, or the budget is spent.
   *
   * @param reached whether the vendor has taken the batch and works on it
   * @param failed whether the vendor gave no answer that tells anything
   * @param throttled whether the vendor asks the whole connection to slow down
   * @param words why nothing is known; empty while all goes well
   */
  record Wait(Duration pause, boolean reached, boolean failed, boolean throttled, String words)
      implements Progress {

    /** The vendor has made a job of the batch. */
    static Wait queued(Duration pause) {
      return new Wait(pause, true, false, false, "");
    }

    /** The job is not over. */
    static Wait running(Duration pause) {
      return new Wait(pause, false, false, false, "");
    }

    /** No call was made: our own count says that the budget is spent. */
    static Wait outOfBudget(Duration pause, String words) {
      return new Wait(pause, false, false, false, words);
    }

    /** Nothing was heard of the job. */
    static Wait unanswered(Duration pause, boolean throttled, String words) {
      return new Wait(pause, false, true, throttled, words);
    }
  }

  /**
   * Some or all of it has to be sent again.
   *
   * @param throttled whether the vendor asks the whole connection to slow down
   * @param someTaken whether the vendor has taken members of it
   */
  record Again(
      BatchEntry batch,
      Duration after,
      boolean throttled,
      List<Decline> declined,
      boolean someTaken)
      implements Progress {

    /** Nothing of it was taken. */
    static Again whole(BatchEntry batch, Duration after, boolean throttled) {
      return new Again(batch, after, throttled, List.of(), false);
    }

    /** Nothing of it was taken, and the vendor asks for no pause. */
    static Again whole(BatchEntry batch) {
      return whole(batch, Duration.ZERO, false);
    }

    /**
     * The vendor has decided on the others.
     *
     * @param batch what is left
     */
    static Again rest(BatchEntry batch, List<Decline> declined, boolean someTaken) {
      return new Again(batch, Duration.ZERO, false, declined, someTaken);
    }
  }

  /** It is over, and the vendor has declined some members for good. */
  record Declined(BatchEntry batch, List<Decline> members) implements Progress {}

  /** The vendor has refused it as a whole and not said why. */
  record Opaque(BatchEntry batch) implements Progress {}

  /** No call of the connection is taken any more. */
  record Dead(BatchEntry batch, Stop stop) implements Progress {}

  /** The list is not there any more. */
  record Gone(BatchEntry batch) implements Progress {}

  /** A member that the vendor will not take. */
  record Decline(String key, long upTo, String words) {}
}
