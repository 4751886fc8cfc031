package io.muster.delivery;

import java.io.Serializable;
import java.time.Clock;

/**
 * What a delivery knows beyond its own state, for later runs and for those that run beside it:
 * whose each list is, what has been spent, and which run writes. Safe for several processes.
 */
public interface DeliveryRegistry extends AutoCloseable {

  /**
   * Whose each list is, for one worker.
   *
   * @param clock the worker's
   */
  ListRegistry lists(Clock clock);

  BudgetBook budgets();

  /**
   * The lease of a connection, for a worker of the run that holds it.
   *
   * @param clock the worker's
   */
  WriterLease lease(String connection, String run, Clock clock);

  /**
   * Says that a run has delivered all: where its workers keep its leases, others may take its
   * connections at once.
   */
  void delivered(String run);

  @Override
  void close();

  /** Opens it where the work is done. */
  @FunctionalInterface
  interface Opener extends Serializable {
    DeliveryRegistry open();
  }
}
