package io.muster.faults;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetGate;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.Errands;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.Outside;
import io.muster.destination.VendorLists;
import io.muster.model.Counts;
import io.muster.model.Tally;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One life of a worker: puts a delivery together as {@code DeliverFn} does, with a conversation and
 * tokens of its own. What outlives it is handed in.
 */
final class Worker implements AutoCloseable {

  // Between two bytes; only a vendor that hangs on purpose takes longer.
  private static final HttpTimeouts TIMEOUTS =
      new HttpTimeouts(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofSeconds(10));

  private final ConnectionPlan plan;
  private final ListRegistry registry;
  private final Clock clock;
  private final RandomGenerator random;
  private final long incarnation;
  private final VendorHttpClient http;
  private final VendorLists vendor;
  private final BudgetGate gate;
  private final Errands errands;

  /**
   * @param incarnation another number for each life
   * @param way lets the time pass that a call takes, each way
   */
  Worker(
      VendorSide side,
      ConnectionPlan plan,
      ListRegistry registry,
      BudgetBook book,
      Secrets secrets,
      Clock clock,
      RandomGenerator random,
      long incarnation,
      Runnable way,
      WatchedVendor.Watcher watcher) {
    this.plan = plan;
    this.registry = registry;
    this.clock = clock;
    this.random = random;
    this.incarnation = incarnation;
    this.errands = random.nextInt(2) == 0 ? Errands.inPlace() : new LateAnswers();
    this.http = new VendorHttpClient(TIMEOUTS, secrets, clock);
    this.gate =
        new BudgetGate(
            plan.connection().budget(),
            new BudgetBook.Writer(plan.connection().name(), plan.run()),
            side.destination().callLimits(plan.connection()),
            book,
            clock);
    this.vendor =
        new WatchedVendor(
            side.destination().open(plan.connection(), http.within(new SlowWay(gate, way))),
            watcher);
  }

  /** Does one step on a state, which is changed only where the step comes to its end. */
  Optional<Instant> step(
      RunState state, DeliveryOutput output, Function<ConnectionDelivery, Optional<Instant>> work) {
    Tally tally = new Tally();
    ConnectionMemory memory =
        ConnectionMemory.recall(state.memory, incarnation, clock.millis(), plan, registry);
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan,
            new Outside(
                vendor,
                gate,
                registry,
                MembershipLog.Opener.NOTHING.open(""),
                errands,
                clock,
                random),
            memory,
            state.store,
            output,
            tally);
    Optional<Instant> next = work.apply(delivery);
    delivery.save();
    state.memory = Optional.of(memory.toBytes());
    tally.drain().counts().forEach(part -> state.counts.merge(part.audience(), part, Counts::plus));
    return next;
  }

  /** Time passes between the counting of a call and its arrival, and before its answer. */
  private record SlowWay(CallBudget budget, Runnable way) implements CallBudget {

    @Override
    public Duration take(String kind) {
      Duration wait = budget.take(kind);
      if (wait.isZero()) {
        way.run();
      }
      return wait;
    }

    @Override
    public void answered(String kind, int httpStatus) {
      way.run();
      budget.answered(kind, httpStatus);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
