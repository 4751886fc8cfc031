package io.muster.transforms;

import io.muster.delivery.CallOutcome;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryMeter;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.DeliveryStore;
import io.muster.delivery.Errands;
import io.muster.delivery.Outside;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import io.muster.transforms.DeliverMembers.Surroundings;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance of {@link DeliverFn} has besides Beam's state: the vendor, the registry, the
 * counts. Opened and closed with it.
 */
final class DeliveryWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);

  private final ConnectionPlan plan;
  private final Surroundings surroundings;
  private final Clock clock;
  private final RandomGenerator random = new SplittableRandom();
  private final long incarnation = random.nextLong(1, Long.MAX_VALUE);
  private final Tally tally = new Tally();
  private final DeliveryMeter meter = new DeliveryMeter();
  private final ConnectionMetrics metrics = new ConnectionMetrics();
  private final VendorSession session;
  private final Pause pause;
  private boolean tookUp;

  DeliveryWorker(ConnectionPlan plan, Surroundings surroundings) {
    this.plan = plan;
    this.surroundings = surroundings;
    this.clock = surroundings.clock().open();
    this.session = VendorSession.take(plan, surroundings, clock);
    this.pause = new Pause(session.errands(), surroundings.callsAside(), clock);
  }

  Clock clock() {
    return clock;
  }

  /**
   * Opens a step.
   *
   * @param state the connection's memory, as the last step left it
   */
  DeliveryStep begin(DeliveryStore store, ValueState<byte[]> state, MultiOutputReceiver out) {
    if (!tookUp) {
      // Whoever has the connection's state from now on is the one that may write.
      session.lease().takeUp();
      tookUp = true;
    }
    ConnectionMemory memory = recall(Optional.ofNullable(state.read()));
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan, outside(), memory, store, new Receivers(out, meter, clock, session), tally);
    return new DeliveryStep(delivery, memory, state, out, clock, () -> count(delivery));
  }

  private Outside outside() {
    return new Outside(
        session.vendor(),
        session.gate(),
        session.lists(),
        session.memberships(),
        surroundings.callsAside() ? session.errands() : Errands.inPlace(),
        clock,
        random);
  }

  private ConnectionMemory recall(Optional<byte[]> bytes) {
    return surroundings.restores()
        ? ConnectionMemory.recall(bytes, incarnation, clock.millis(), plan, session.lists())
        : bytes.map(ConnectionMemory::fromBytes).orElseGet(ConnectionMemory::empty);
  }

  private CountsDelta count(ConnectionDelivery delivery) {
    CountsDelta delta = tally.drain();
    metrics.step(delta, delivery);
    metrics.calls(meter.read(clock.instant()), meter.throttledUntil());
    metrics.budgets(session.gate().levels(), session.gate().dayEnds());
    metrics.credentials(session.credentials());
    return delta;
  }

  /**
   * More is pending than the connection may keep: works and waits here, so that the input behind is
   * held back. Not for ever, since a checkpoint can't pass meanwhile.
   */
  Optional<Instant> holdBackInput(DeliveryStep step, Optional<Instant> due)
      throws InterruptedException {
    Instant patience = clock.instant().plus(DeliveryStep.LONGEST);
    Optional<Instant> next = due;
    while (step.delivery().isFull() && clock.instant().isBefore(patience)) {
      Instant before = clock.instant();
      next = step.work(Urgency.RELIEF);
      if (step.delivery().isFull() && next.isPresent()) {
        pause.until(next.get(), patience);
      }
      metrics.heldBack(Duration.between(before, clock.instant()));
    }
    return next;
  }

  /** Does all that is left to do, and leaves it in order for later runs. */
  void end(DeliveryStep step) throws InterruptedException {
    DrainProgress progress = new DrainProgress(plan.connection().name(), clock.instant());
    new EndOfInput(
            session.errands(), session.waits(), progress, pause, clock, surroundings.drainTimeout())
        .deliver(step);
    step.commit();
    compact(step.memory());
    showOldest(Optional.empty());
  }

  /** The next run reads less; it reads the same where this fails. */
  private void compact(ConnectionMemory memory) {
    try {
      session.memberships().runEnds(memory.touched());
    } catch (UncheckedIOException e) {
      LOG.warn(
          "connection {}: what is remembered of its lists is not put together yet: {}",
          plan.connection().name(),
          e.getMessage());
    }
  }

  /** Tells what is waited for after a step. */
  void tellOfWait(DeliveryStep step) {
    session.waits().tell(step.delivery().waiting(), clock.instant());
  }

  /** Shows since when the oldest change is open. */
  void showOldest(Optional<Instant> openSince) {
    metrics.oldestPending(openSince);
  }

  @Override
  public void close() {
    session.close();
  }

  /** Hands what a delivery tells to the transform's outputs, and to the meter. */
  private record Receivers(
      MultiOutputReceiver out, DeliveryMeter meter, Clock clock, VendorSession session)
      implements DeliveryOutput {

    @Override
    public void leftAlone(MembershipChange change) {
      session.leftAlone(change);
    }

    @Override
    public void letter(DeadLetter letter) {
      out.get(DeliverMembers.FAILED).output(letter);
    }

    @Override
    public void ledger(LedgerLine line) {
      out.get(DeliverMembers.LEDGER).output(line);
    }

    @Override
    public void notice(String words) {
      LOG.warn(words);
    }

    @Override
    public void called(CallOutcome outcome) {
      meter.called(outcome);
    }

    @Override
    public void throttled(Instant until) {
      meter.throttled(clock.instant(), until);
    }
  }
}
