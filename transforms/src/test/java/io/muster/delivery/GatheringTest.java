package io.muster.delivery;

import static io.muster.delivery.DeliveryBench.exit;
import static io.muster.delivery.DeliveryBench.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.CallLimit.Purpose;
import io.muster.model.MembershipChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When what is gathered is sent: the fewest calls that keep the batch's age. */
class GatheringTest {

  private static final int BATCH = 10;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryBench bench = new DeliveryBench(vendor, random, BATCH, true);

  private record Paced(int callsAMinute, Optional<Duration> interval) implements Pace {
    @Override
    public Optional<Duration> interval(Purpose purpose) {
      return purpose == Purpose.MEMBERS ? interval : Optional.empty();
    }

    @Override
    public int callsWithin(Duration time) {
      return (int) (callsAMinute * time.toMillis() / 60_000);
    }
  }

  private static List<MembershipChange> joins(int from, int to) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      changes.add(member("a1", "p" + i, i, "k" + i, "n"));
    }
    return changes;
  }

  @Test
  void aFullBatchWaitsForItsAgeWhileTheRateHasRoom() {
    bench.usePace(new Paced(60, Optional.empty()));
    bench.accept(joins(0, 15 * BATCH));
    assertThat(vendor.calls(), is(empty()));

    bench.clock.advance(Duration.ofSeconds(29));
    bench.accept(List.of());
    assertThat(vendor.calls(), is(empty()));
    bench.clock.advance(Duration.ofSeconds(1));
    bench.accept(List.of());
    assertThat(vendor.calls(), hasSize(15));
  }

  @Test
  void whatIsWithdrawnMeanwhileMakesNoCallOfItsOwn() {
    bench.usePace(new Paced(60, Optional.empty()));
    bench.accept(joins(0, BATCH));
    List<MembershipChange> exits = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      exits.add(exit("a1", "p" + i, 100 + i));
    }
    bench.accept(exits);
    bench.drain();

    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void moreThanTheRateCanCarryIsSentAtOnce() {
    bench.usePace(new Paced(60, Optional.empty()));
    bench.accept(joins(0, 16 * BATCH));
    bench.clock.advance(Duration.ofSeconds(5));
    bench.accept(List.of());

    assertThat(vendor.calls(), is(not(empty())));
  }

  @Test
  void tooMuchInMemoryIsSentAtOnce() {
    bench.limitPending(4 * BATCH);
    bench.usePace(new Paced(600, Optional.empty()));
    bench.accept(joins(0, 2 * BATCH));
    bench.clock.advance(Duration.ofSeconds(5));
    bench.accept(List.of());

    assertThat(vendor.calls(), is(not(empty())));
  }

  @Test
  void batchesGrowOlderWhenTheDayRunsShort() {
    bench.usePace(new Paced(600, Optional.of(Duration.ofMinutes(10))));
    bench.accept(joins(0, 3));
    bench.clock.advance(Duration.ofMinutes(9));
    bench.accept(List.of());
    assertThat(vendor.calls(), is(empty()));

    bench.clock.advance(Duration.ofMinutes(1));
    bench.accept(List.of());
    bench.clock.advance(Duration.ofSeconds(5));
    bench.accept(List.of());
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void theEndOfTheInputWaitsForNothing() {
    bench.usePace(new Paced(600, Optional.of(Duration.ofHours(1))));
    bench.accept(joins(0, 3));
    Optional<?> next = bench.wake(Urgency.EVERYTHING);
    while (next.isPresent()) {
      next = bench.wake(Urgency.EVERYTHING);
    }
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void countsWhatIsPending() {
    bench.usePace(new Paced(600, Optional.empty()));
    bench.accept(joins(0, 7));
    assertThat(bench.pending(), is(7L));
    bench.accept(List.of(exit("a1", "p1", 100)));
    assertThat("one superseded, one more", bench.pending(), is(7L));
    bench.drain();
    assertThat(bench.pending(), is(0L));
  }

  @Test
  void onlyTheListThatFillsTheMemoryIsSentBeforeItsAge() {
    bench.limitPending(5);
    bench.usePace(new Paced(600, Optional.empty()));
    List<MembershipChange> changes = joins(0, 6);
    changes.add(member("a2", "p", 1, "k", "n"));
    bench.acceptQuietly(changes);
    bench.wake(Urgency.RELIEF);
    bench.wake(Urgency.RELIEF);

    assertThat(vendor.calls(), hasSize(1));
    assertThat(bench.pending(), is(1L));
  }
}
