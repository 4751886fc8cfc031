package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
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
  private final DeliveryRig rig = new DeliveryRig(vendor, random, BATCH, true);

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
    rig.usePace(new Paced(60, Optional.empty()));
    rig.accept(joins(0, 15 * BATCH));
    assertThat(vendor.calls(), is(empty()));

    rig.clock.advance(Duration.ofSeconds(29));
    rig.accept(List.of());
    assertThat(vendor.calls(), is(empty()));
    rig.clock.advance(Duration.ofSeconds(1));
    rig.accept(List.of());
    assertThat(vendor.calls(), hasSize(15));
  }

  @Test
  void whatIsWithdrawnMeanwhileMakesNoCallOfItsOwn() {
    rig.usePace(new Paced(60, Optional.empty()));
    rig.accept(joins(0, BATCH));
    List<MembershipChange> exits = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      exits.add(exit("a1", "p" + i, 100 + i));
    }
    rig.accept(exits);
    rig.drain();

    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void moreThanTheRateCanCarryIsSentAtOnce() {
    rig.usePace(new Paced(60, Optional.empty()));
    rig.accept(joins(0, 16 * BATCH));
    rig.clock.advance(Duration.ofSeconds(5));
    rig.accept(List.of());

    assertThat(vendor.calls(), is(not(empty())));
  }

  @Test
  void tooMuchInMemoryIsSentAtOnce() {
    rig.limitPending(4 * BATCH);
    rig.usePace(new Paced(600, Optional.empty()));
    rig.accept(joins(0, 2 * BATCH));
    rig.clock.advance(Duration.ofSeconds(5));
    rig.accept(List.of());

    assertThat(vendor.calls(), is(not(empty())));
  }

  @Test
  void batchesGrowOlderWhenTheDayRunsShort() {
    rig.usePace(new Paced(600, Optional.of(Duration.ofMinutes(10))));
    rig.accept(joins(0, 3));
    rig.clock.advance(Duration.ofMinutes(9));
    rig.accept(List.of());
    assertThat(vendor.calls(), is(empty()));

    rig.clock.advance(Duration.ofMinutes(1));
    rig.accept(List.of());
    rig.clock.advance(Duration.ofSeconds(5));
    rig.accept(List.of());
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void theEndOfTheInputWaitsForNothing() {
    rig.usePace(new Paced(600, Optional.of(Duration.ofHours(1))));
    rig.accept(joins(0, 3));
    Optional<?> next = rig.wake(Urgency.EVERYTHING);
    while (next.isPresent()) {
      next = rig.wake(Urgency.EVERYTHING);
    }
    assertThat(vendor.calls(), hasSize(1));
  }

  @Test
  void countsWhatIsPending() {
    rig.usePace(new Paced(600, Optional.empty()));
    rig.accept(joins(0, 7));
    assertThat(rig.pending(), is(7L));
    rig.accept(List.of(exit("a1", "p1", 100)));
    assertThat("one superseded, one more", rig.pending(), is(7L));
    rig.drain();
    assertThat(rig.pending(), is(0L));
  }

  @Test
  void onlyTheListThatFillsTheMemoryIsSentBeforeItsAge() {
    rig.limitPending(5);
    rig.usePace(new Paced(600, Optional.empty()));
    List<MembershipChange> changes = joins(0, 6);
    changes.add(member("a2", "p", 1, "k", "n"));
    rig.acceptQuietly(changes);
    rig.wake(Urgency.RELIEF);
    rig.wake(Urgency.RELIEF);

    assertThat(vendor.calls(), hasSize(1));
    assertThat(rig.pending(), is(1L));
  }
}
