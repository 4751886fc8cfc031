package io.muster.delivery;

import io.muster.model.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a connection stands still because the vendor takes no call of it, whoever the members
 * are. All that it owes stays owed, and it is tried again after longer and longer pauses.
 */
final class Stoppage {

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 4;

  private final ConnectionMemory memory;
  private final String connection;
  private final Clock clock;
  private final DeliveryOutput output;

  Stoppage(ConnectionMemory memory, String connection, Clock clock, DeliveryOutput output) {
    this.memory = memory;
    this.connection = connection;
    this.clock = clock;
    this.output = output;
  }

  void begin(Stop stop) {
    memory.stopped = stop.words(connection);
    memory.stoppedBy = stop.cause();
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(memory.stops++, MOST_DOUBLINGS));
    Duration most = LONGEST_PAUSE;
    memory.tryAgainAt = clock.millis() + (pause.compareTo(most) < 0 ? pause : most).toMillis();
    output.notice(memory.stopped);
  }

  /** The vendor has taken something: what stopped the connection is mended. */
  void isOver() {
    memory.stops = 0;
  }

  /** Whether no call is to be made; once its time has come, the connection is tried again. */
  boolean isOn() {
    if (!memory.stopped.isEmpty() && clock.millis() >= memory.tryAgainAt) {
      memory.stopped = "";
    }
    return !memory.stopped.isEmpty();
  }

  /** When the connection is tried again. */
  Instant tryAgainAt() {
    return Instant.ofEpochMilli(memory.tryAgainAt);
  }

  /** What somebody has to mend; empty while the connection works. */
  Optional<String> words() {
    return memory.stopped.isEmpty() ? Optional.empty() : Optional.of(memory.stopped);
  }

  /** Why what is still owed fails when the run ends now. */
  Reason reason() {
    return memory.stopped.isEmpty() ? Reason.VENDOR_UNAVAILABLE : memory.stoppedBy.reason();
  }
}
