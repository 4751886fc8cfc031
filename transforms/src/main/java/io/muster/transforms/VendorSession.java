package io.muster.transforms;

import io.muster.delivery.BudgetGate;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.WriterLease;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAccess;
import io.muster.destination.VendorLists;
import io.muster.model.MembershipChange;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.vendor.CredentialLife;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one process holds open for a connection: the way to the vendor with its token, the budget's
 * gate, the registry and, where the workers keep it, the lease. A runner makes several instances of
 * a DoFn in a process (DirectRunner one a thread), and they share it: a vendor allows few tokens,
 * and a rate that a 429 has lowered must stay lowered whichever thread is next.
 */
final class VendorSession implements AutoCloseable {

  private static final Pool POOL = new Pool();

  private final ConnectionPlan plan;
  private final Opened opened;
  private final ListRegistry lists;
  private final MembershipLog memberships;
  private final BudgetGate gate;
  private final VendorAccess access;
  private final VendorLists vendor;
  private final ErrandsAside errands;
  private final WriterLease lease;
  private final LongWaits waits;

  private VendorSession(
      ConnectionPlan plan, Surroundings surroundings, Clock clock, Opened opened) {
    this.plan = plan;
    this.opened = opened;
    this.waits = new LongWaits(plan.connection().name());
    Destination destination = Destinations.load().require(plan.connection().destination());
    DeliveryRegistry registry = opened.add(surroundings.registry().open(), DeliveryRegistry::close);
    this.lists = registry.lists(clock);
    this.memberships =
        opened.add(surroundings.memberships().open(plan.connection().name()), MembershipLog::close);
    this.lease = registry.lease(plan.connection().name(), plan.run(), clock);
    this.gate =
        new BudgetGate(
            plan.connection().budget(),
            lease.writer(),
            destination.callLimits(plan.connection()),
            registry.budgets(),
            clock);
    this.access =
        opened.add(surroundings.vendors().open(surroundings.secrets(), clock), VendorAccess::close);
    this.vendor = access.open(destination, plan.connection(), gate);
    this.errands =
        opened.add(new ErrandsAside("calls to " + plan.connection().name()), ErrandsAside::close);
    lease
        .beatEvery()
        .ifPresent(every -> opened.add(LeaseBeats.start(lease, every), LeaseBeats::close));
  }

  /** What was opened of one that could not be, is closed again. */
  private static VendorSession open(ConnectionPlan plan, Surroundings surroundings, Clock clock) {
    Opened opened = new Opened();
    try {
      return new VendorSession(plan, surroundings, clock, opened);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** This process's session for a plan; to be closed as often as it was taken. */
  static VendorSession take(ConnectionPlan plan, Surroundings surroundings, Clock clock) {
    return POOL.take(plan, surroundings, clock);
  }

  ListRegistry lists() {
    return lists;
  }

  /** What is remembered of the connection's lists between runs. */
  MembershipLog memberships() {
    return memberships;
  }

  BudgetGate gate() {
    return gate;
  }

  VendorLists vendor() {
    return vendor;
  }

  /** When the credentials end, as far as the vendor has said. */
  CredentialLife credentials() {
    return access.lifeOf(plan.connection());
  }

  /** Is told of a change for which no call is needed. */
  void leftAlone(MembershipChange change) {
    access.leftAlone(change);
  }

  /** Tells what the connection waits for. */
  LongWaits waits() {
    return waits;
  }

  /** The thread on which calls are made. */
  ErrandsAside errands() {
    return errands;
  }

  /** The connection's lease; that it lives is said by the session itself. */
  WriterLease lease() {
    return lease;
  }

  /** The last one to close it closes what is open. */
  @Override
  public void close() {
    if (POOL.giveBack(plan)) {
      opened.close();
    }
  }

  /**
   * The sessions in use. Static, since Beam gives the instances of a DoFn nothing to share. A
   * session is opened outside of the pool's lock: a connection whose registry or vendor is slow to
   * open keeps no other one waiting.
   */
  private static final class Pool {
    private final Map<ConnectionPlan, Shared> sessions = new HashMap<>();

    VendorSession take(ConnectionPlan plan, Surroundings surroundings, Clock clock) {
      Shared shared = enter(plan);
      boolean open = false;
      try {
        VendorSession session = shared.open(() -> VendorSession.open(plan, surroundings, clock));
        open = true;
        return session;
      } finally {
        if (!open) {
          giveBack(plan);
        }
      }
    }

    private synchronized Shared enter(ConnectionPlan plan) {
      Shared shared = sessions.computeIfAbsent(plan, key -> new Shared());
      shared.users++;
      return shared;
    }

    /** Whether nobody has it any more. */
    synchronized boolean giveBack(ConnectionPlan plan) {
      Shared shared = sessions.get(plan);
      shared.users--;
      if (shared.users == 0) {
        sessions.remove(plan);
      }
      return shared.users == 0;
    }
  }

  /** A session for whoever has come for it; the first one opens it, and the others wait. */
  private static final class Shared {
    // Who has it or waits for it; guarded by the pool.
    private int users;
    private Optional<VendorSession> session = Optional.empty();

    /** One that could not be opened is tried by the next one that waits. */
    synchronized VendorSession open(Supplier<VendorSession> opening) {
      VendorSession opened = session.orElseGet(opening);
      session = Optional.of(opened);
      return opened;
    }
  }
}
