package io.muster.sandbox.fault;

import io.muster.sandbox.vendor.Vendor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** The orders in force, in the order in which they were given. */
public final class Faults {

  /**
   * An order in force.
   *
   * @param id for telling orders apart
   * @param fault what was ordered
   * @param applied how many calls it hit so far
   */
  public record Ordered(long id, Fault fault, int applied) {}

  private final Clock clock;
  private final List<Active> active = new ArrayList<>();
  private long lastId;

  public Faults(Clock clock) {
    this.clock = clock;
  }

  /** Puts an order in force; returns its id. */
  public synchronized long order(Fault fault) {
    active.add(new Active(++lastId, fault, fault.during().map(clock.instant()::plus)));
    return lastId;
  }

  /** Ends all orders. */
  public synchronized void clear() {
    active.clear();
  }

  /** Ends one order; says whether it was in force. */
  public synchronized boolean clear(long id) {
    return active.removeIf(order -> order.id == id);
  }

  /** The orders in force. */
  public synchronized List<Ordered> orders() {
    dropEnded();
    return active.stream().map(o -> new Ordered(o.id, o.fault, o.applied)).toList();
  }

  /**
   * What goes wrong with one call.
   *
   * @param concerns says whether a vendor's order reaches it
   * @param creates whether it is one that makes a list
   */
  public synchronized FaultPlan plan(
      Predicate<Vendor> concerns, String method, String path, boolean creates) {
    if (active.isEmpty()) {
      return FaultPlan.NOTHING;
    }
    dropEnded();
    List<Active> latencies = new ArrayList<>();
    List<Active> aboutMembers = new ArrayList<>();
    Optional<Active> main = Optional.empty();
    for (Active order : active) {
      if (!order.fits(concerns, method, path)
          || (order.fault.kind() == FaultKind.CREATE_RACE && !creates)) {
        continue;
      }
      if (order.fault.kind().isAboutMembers()) {
        aboutMembers.add(order);
      } else if (order.fault.kind() == FaultKind.LATENCY) {
        if (order.draw()) {
          order.applied++;
          latencies.add(order);
        }
      } else if (main.isEmpty() && order.draw()) {
        order.applied++;
        main = Optional.of(order);
      }
    }
    return new FaultPlan(
        this,
        main.map(order -> order.fault),
        latencies.stream().map(order -> order.fault).toList(),
        aboutMembers);
  }

  /** Spends an order about members on a batch that it touches; says whether it still holds. */
  synchronized boolean spend(Active order) {
    if (order.isSpent() || !order.draw()) {
      return false;
    }
    order.applied++;
    return true;
  }

  private void dropEnded() {
    Instant now = clock.instant();
    active.removeIf(order -> order.isSpent() || order.isOver(now));
  }

  /** An order with what it still has to give; guarded by the lock of {@link Faults}. */
  static final class Active {
    final long id;
    final Fault fault;
    private final Optional<Instant> end;
    private final Random random;
    private int applied;

    private Active(long id, Fault fault, Optional<Instant> end) {
      this.id = id;
      this.fault = fault;
      this.end = end;
      this.random = new Random(fault.seed());
    }

    private boolean fits(Predicate<Vendor> concerns, String method, String path) {
      return fault.vendor().map(concerns::test).orElse(true)
          && fault.method().map(method::equalsIgnoreCase).orElse(true)
          && fault.path().map(pattern -> pattern.matcher(path).find()).orElse(true);
    }

    private boolean draw() {
      return !isSpent() && (fault.probability() >= 1 || random.nextDouble() < fault.probability());
    }

    private boolean isSpent() {
      return fault.times().isPresent() && applied >= fault.times().getAsInt();
    }

    private boolean isOver(Instant now) {
      return end.isPresent() && !now.isBefore(end.get());
    }
  }
}
