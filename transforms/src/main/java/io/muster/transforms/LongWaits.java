package io.muster.transforms;

import io.muster.delivery.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever watches what a connection waits for: where it waits long, and each cause only now
 * and then. It tells the log, which is all that can be seen while a step waits. Safe for several
 * threads.
 */
final class LongWaits {

  private static final Logger LOG = LoggerFactory.getLogger(LongWaits.class);

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration TOLD_EVERY = Duration.ofMinutes(10);

  /** Statuses and budgets are few; of what a vendor words anew each time, no more is kept. */
  private static final int MOST_CAUSES = 100;

  private final String connection;
  private final Map<String, Instant> quietUntil = new HashMap<>();

  LongWaits(String connection) {
    this.connection = connection;
  }

  /** A connection makes no call until then. */
  void tell(Optional<Waiting> waiting, Instant now) {
    waiting.flatMap(wait -> sentence(wait, now)).ifPresent(LOG::info);
  }

  /** What is to be told; empty for a short wait, and for one whose cause was told of lately. */
  synchronized Optional<String> sentence(Waiting wait, Instant now) {
    boolean isShort = wait.until().isBefore(now.plus(LONG));
    if (isShort || now.isBefore(quietUntil.getOrDefault(wait.words(), Instant.MIN))) {
      return Optional.empty();
    }
    if (quietUntil.size() >= MOST_CAUSES) {
      quietUntil.clear();
    }
    Instant again = now.plus(TOLD_EVERY);
    quietUntil.put(wait.words(), wait.until().isAfter(again) ? wait.until() : again);
    return Optional.of(
        "connection %s waits until %s: %s"
            .formatted(connection, wait.until().truncatedTo(ChronoUnit.SECONDS), wait.words()));
  }
}
