package io.muster.transforms;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log how much is left once a connection's input has ended. That is one step, and some
 * runners show nothing of a step before it is over.
 */
final class DrainProgress {

  private static final Logger LOG = LoggerFactory.getLogger(DrainProgress.class);

  private static final Duration TOLD_EVERY = Duration.ofSeconds(30);

  private final String connection;
  private Instant nextAt;
  private long toldLast = -1;

  DrainProgress(String connection, Instant start) {
    this.connection = connection;
    this.nextAt = start.plus(TOLD_EVERY);
  }

  /**
   * So many are left.
   *
   * @param changes whose outcome is open
   */
  void tell(long changes, Instant now) {
    sentence(changes, now).ifPresent(LOG::info);
  }

  /** What is to be told; empty where it was told lately, or where it is the same yet. */
  Optional<String> sentence(long changes, Instant now) {
    if (now.isBefore(nextAt) || changes == toldLast) {
      return Optional.empty();
    }
    nextAt = now.plus(TOLD_EVERY);
    toldLast = changes;
    return Optional.of(
        String.format(
            Locale.ENGLISH,
            "connection %s has all of its input, and %,d changes of it are left to deliver",
            connection,
            changes));
  }
}
