package io.muster.transforms;

import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.delivery.ConnectionMemory;
import io.muster.model.CountsDelta;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;

/** One step of a connection's delivery, from the state that it begins with to what it leaves. */
final class DeliveryStep {

  /** No new call is begun after it, so that a checkpoint need not wait long. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** In the end's one long step; each telling looks at all lists. */
  static final Duration TOLD_EVERY = Duration.ofMillis(500);

  private final ConnectionDelivery delivery;
  private final ConnectionMemory memory;
  private final ValueState<byte[]> state;
  private final MultiOutputReceiver out;
  private final Clock clock;
  private final Supplier<CountsDelta> counted;
  private Instant tellAt = Instant.MIN;

  /**
   * @param state where the memory is kept from step to step
   * @param counted gives what was counted since it was last asked
   */
  DeliveryStep(
      ConnectionDelivery delivery,
      ConnectionMemory memory,
      ValueState<byte[]> state,
      MultiOutputReceiver out,
      Clock clock,
      Supplier<CountsDelta> counted) {
    this.delivery = delivery;
    this.memory = memory;
    this.state = state;
    this.out = out;
    this.clock = clock;
    this.counted = counted;
  }

  ConnectionDelivery delivery() {
    return delivery;
  }

  ConnectionMemory memory() {
    return memory;
  }

  Optional<Instant> work(Urgency urgency) {
    return delivery.work(urgency, clock.instant().plus(LONGEST));
  }

  /**
   * Writes what the step has changed and tells what it has counted. Not after an exception: half a
   * step must not be kept.
   */
  void commit() {
    delivery.save();
    state.write(memory.toBytes());
    count();
  }

  /** Tells how far a step has come that goes on: before it rests, and else now and then. */
  void tellNowAndThen(Optional<Instant> next) {
    Instant now = clock.instant();
    Instant soon = now.plus(TOLD_EVERY);
    boolean rests = next.filter(moment -> moment.isAfter(soon)).isPresent();
    if (rests || !now.isBefore(tellAt)) {
      delivery.tell();
      count();
      tellAt = soon;
    }
  }

  private void count() {
    CountsDelta delta = counted.get();
    if (!delta.isEmpty()) {
      out.get(DeliverMembers.COUNTS).output(delta);
    }
  }
}
