package io.muster.runners.direct;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.beam.runners.direct.Clock;
import org.joda.time.Instant;

/**
 * Tells the time, and lets whoever asks without end wait a little. The bundles' workers ask a few
 * times each; the driver asks for each transform, over and over.
 */
final class PausingClock implements Clock {

  /** How often a thread may ask within the time of a pause. */
  private static final int QUESTIONS = 256;

  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Clock clock;
  private final Consumer<Duration> wait;
  private final ThreadLocal<Asker> askers = ThreadLocal.withInitial(Asker::new);

  /**
   * @param clock knows the time
   * @param wait waits about so long
   */
  PausingClock(Clock clock, Consumer<Duration> wait) {
    this.clock = clock;
    this.wait = wait;
  }

  @Override
  public Instant now() {
    Instant now = clock.now();
    if (!askers.get().asksWithoutEnd(now.getMillis())) {
      return now;
    }
    wait.accept(PAUSE);
    return clock.now();
  }

  /** A thread that asks. */
  private static final class Asker {
    private long sinceMillis;
    private int questions;

    boolean asksWithoutEnd(long nowMillis) {
      if (nowMillis - sinceMillis > PAUSE.toMillis()) {
        sinceMillis = nowMillis;
        questions = 0;
      }
      questions++;
      if (questions <= QUESTIONS) {
        return false;
      }
      questions = 0;
      return true;
    }
  }
}
