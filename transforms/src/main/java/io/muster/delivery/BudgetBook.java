package io.muster.delivery;

import io.muster.destination.CallLimit;
import java.time.Duration;
import java.time.Instant;

/**
 * The account of calls that all who share a budget draw from: connections, workers and runs, one
 * after another. What is drawn is written down before it is used, so a crash may lose calls that
 * were not made, but never one that was. Implementations are safe for several processes.
 */
public interface BudgetBook {

  /**
   * How long a drawn call counts against the limit of a minute. Longer than the minute, since the
   * vendor counts when a call arrives, some time after it was drawn.
   */
  Duration WINDOW = Duration.ofSeconds(65);

  /**
   * How long before midnight UTC a drawn call counts for the next day as well: the vendor counts it
   * for the day in which it arrives.
   */
  Duration BEFORE_MIDNIGHT = Duration.ofSeconds(5);

  /**
   * How long after midnight UTC a late call counts for the new day as well, since it may have been
   * drawn in the old one. Later ones don't: most calls with large files are late, and have counted.
   */
  Duration AFTER_MIDNIGHT = Duration.ofHours(1);

  /**
   * Draws calls of one kind, as many as there are and at most as many as are wanted.
   *
   * @param limit what the kind is allowed, over the budget's whole: {@link CallLimit#perMinute()}
   *     in any {@link #WINDOW}, {@link CallLimit#perDay()} in the UTC day of {@code now}, and in
   *     the next one too from {@link #BEFORE_MIDNIGHT} on
   * @param wanted at least 1
   * @throws LeaseLostException when another run, or another worker of this one, writes the
   *     connection by now: no call may be made
   */
  Drawn draw(Writer writer, String budget, CallLimit limit, int wanted, Instant now);

  /**
   * Says that a call arrived long after it was drawn: it counts once more against the minute, from
   * now on; within {@link #AFTER_MIDNIGHT} also against the day of {@code now}.
   */
  void late(String budget, String kind, Instant now);

  /**
   * Who draws.
   *
   * @param run must hold the connection's lease, where leases are kept
   * @param worker which of the run's workers, where several may take each other's place; opaque,
   *     empty for a run that has one
   */
  record Writer(String connection, String run, String worker) {

    /** The one worker of a run. */
    public Writer(String connection, String run) {
      this(connection, run, "");
    }
  }

  /**
   * What was drawn.
   *
   * @param calls 0 when the budget is spent for now
   * @param leftToday what the day still has after it
   * @param after how long until there may be more; {@link Duration#ZERO} when something was drawn
   */
  record Drawn(int calls, int leftToday, Duration after) {}

  /** Another run, or another worker of the same run, has taken the connection over. */
  final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String words) {
      super(words);
    }
  }
}
