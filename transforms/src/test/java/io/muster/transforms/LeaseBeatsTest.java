package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.BudgetBook.Writer;
import io.muster.delivery.WriterLease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The heartbeats of a worker. */
final class LeaseBeatsTest {

  private final BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
  private final CountDownLatch began = new CountDownLatch(1);

  /** A lease whose beats do what is given. */
  private static WriterLease lease(Runnable beat) {
    return new WriterLease() {
      @Override
      public Writer writer() {
        return new Writer("linkedin", "run-1", "worker");
      }

      @Override
      public Optional<Duration> beatEvery() {
        return Optional.empty();
      }

      @Override
      public Optional<String> beat() {
        beat.run();
        return Optional.of("lost");
      }

      @Override
      public void takeUp() {
        throw new AssertionError("a beat takes nothing up");
      }
    };
  }

  @Test
  @SuppressWarnings("try") // they beat by themselves
  void theyGoOnAfterOneThatFailedAndWhenTheLeaseIsLost() throws Exception {
    CountDownLatch beats = new CountDownLatch(3);
    WriterLease lease =
        lease(
            () -> {
              beats.countDown();
              if (beats.getCount() == 2) {
                throw new IllegalStateException("the registry does not answer");
              }
            });
    try (LeaseBeats unused = LeaseBeats.start(lease, Duration.ofMillis(5))) {
      assertThat(beats.await(1, TimeUnit.MINUTES), is(true));
    }
  }

  @Test
  void oneThatIsUnderWayIsLetFinish() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    WriterLease lease =
        lease(
            () -> {
              began.countDown();
              try {
                interrupted.add(!goOn.await(1, TimeUnit.MINUTES));
              } catch (InterruptedException e) {
                interrupted.add(true);
              }
            });
    LeaseBeats beats = LeaseBeats.start(lease, Duration.ofMillis(5));
    assertThat(began.await(1, TimeUnit.MINUTES), is(true));
    Thread closing = new Thread(beats::close);
    closing.start();
    goOn.countDown();
    closing.join();
    assertThat(interrupted.take(), is(false));
    assertThat("no other was begun", interrupted.isEmpty(), is(true));
  }
}
