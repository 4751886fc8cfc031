package io.muster.faults;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.ListRegistry;
import io.muster.destination.CallLimit;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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

  /**
   * @param incarnation another number for each life
   * @param onTheWay called when a call has been counted and is not yet at the vendor
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
      Runnable onTheWay,
      WatchedVendor.Watcher watcher) {
    this.plan = plan;
    this.registry = registry;
    this.clock = clock;
    this.random = random;
    this.incarnation = incarnation;
    this.http = new VendorHttpClient(TIMEOUTS, secrets, clock);
    Map<String, CallLimit> limits =
        side.destination().callLimits(plan.connection()).stream()
            .collect(Collectors.toMap(CallLimit::kind, limit -> limit));
    BudgetBook.Writer writer = new BudgetBook.Writer(plan.connection().name(), plan.run());
    CallBudget budget =
        kind -> {
          CallLimit limit = limits.get(kind);
          Duration wait =
              limit == null
                  ? Duration.ZERO
                  : book.draw(writer, plan.connection().budget(), limit, 1, clock.instant())
                      .after();
          if (wait.isZero()) {
            onTheWay.run();
          }
          return wait;
        };
    this.vendor =
        new WatchedVendor(side.destination().open(plan.connection(), http.within(budget)), watcher);
  }

  /** Does one step on a state, which is changed only where the step comes to its end. */
  Optional<Instant> step(
      RunState state, DeliveryOutput output, Function<ConnectionDelivery, Optional<Instant>> work) {
    Tally tally = new Tally();
    ConnectionMemory memory = recall(state.memory);
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan, memory, state.store, vendor, registry, clock, random, output, tally);
    Optional<Instant> next = work.apply(delivery);
    delivery.save();
    state.memory = Optional.of(memory.toBytes());
    tally.drain().counts().forEach(part -> state.counts.merge(part.audience(), part, Counts::plus));
    return next;
  }

  private ConnectionMemory recall(Optional<byte[]> bytes) {
    ConnectionMemory memory =
        bytes.map(ConnectionMemory::fromBytes).orElseGet(ConnectionMemory::empty);
    if (bytes.isEmpty() && plan.hasBegun(registry)) {
      // Restored to a moment before the first checkpoint.
      memory.enter(~incarnation);
    }
    memory.enter(incarnation);
    return memory;
  }

  @Override
  public void close() {
    http.close();
  }
}
