package io.muster.delivery;

import java.time.Duration;

/**
 * When what is owed has to be sent. Sent late, a change may still meet a later one of its member
 * and ride on the same call; so nothing goes before it must.
 *
 * @param everything whether no more input comes: all is due
 * @param crowded whether more is owed than the rate or the memory can bear: full batches are due
 * @param age how long a change waits for company
 */
record Gathering(boolean everything, boolean crowded, Duration age) {

  static final Gathering EVERYTHING = new Gathering(true, true, Duration.ZERO);

  /** When a queue is to be sent next, epoch milliseconds; 0 for at once. */
  long dueAt(OwedQueue queue, int batchSize) {
    if (everything || (crowded && queue.live() >= batchSize)) {
      return 0;
    }
    return queue.since() + age.toMillis();
  }
}
