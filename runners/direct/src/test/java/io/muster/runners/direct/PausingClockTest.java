package io.muster.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PausingClockTest {

  private static final Duration START = Duration.ofSeconds(1_700_000_000L);

  private final AtomicLong nanos = new AtomicLong(START.toNanos());
  private final AtomicLong waited = new AtomicLong();
  private final PausingClock clock =
      new PausingClock(
          () -> Instant.ofEpochMilli(Duration.ofNanos(nanos.get()).toMillis()),
          pause -> {
            waited.addAndGet(pause.toNanos());
            nanos.addAndGet(pause.toNanos());
          });

  private void ask(int times, Duration each) {
    IntStream.range(0, times)
        .forEach(
            time -> {
              nanos.addAndGet(each.toNanos());
              clock.now();
            });
  }

  @Test
  void itTellsTheTime() {
    nanos.addAndGet(Duration.ofMinutes(3).toNanos());

    assertThat(clock.now(), is(Instant.ofEpochMilli(START.plus(Duration.ofMinutes(3)).toMillis())));
  }

  @Test
  void whoeverAsksWithoutEndWaitsMostOfTheTime() {
    ask(100_000, Duration.ofNanos(500));

    double all = nanos.get() - START.toNanos();
    assertThat(waited.get() / all, greaterThan(0.8));
  }

  @Test
  void whatIsToldAfterAPauseIsTheTimeThen() {
    long waitedBefore;
    Instant told;
    do {
      waitedBefore = waited.get();
      told = clock.now();
    } while (waited.get() == waitedBefore);

    assertThat(told, is(Instant.ofEpochMilli(Duration.ofNanos(nanos.get()).toMillis())));
  }

  @Test
  void whoeverAsksNowAndThenDoesNotWait() {
    ask(100_000, Duration.ofNanos(10_000));

    assertThat(waited.get(), is(0L));
  }

  @Test
  void whatOneThreadAsksMakesNoOtherWait() throws InterruptedException {
    Thread other = new Thread(() -> ask(200, Duration.ZERO));
    other.start();
    other.join();

    ask(200, Duration.ZERO);

    assertThat(waited.get(), is(0L));
  }
}
