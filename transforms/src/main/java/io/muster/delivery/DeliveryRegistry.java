package io.muster.delivery;

import java.io.Serializable;

/**
 * What a delivery knows beyond its own state, for later runs and for those that run beside it:
 * whose each list is, and what has been spent. Safe for several processes.
 */
public interface DeliveryRegistry extends AutoCloseable {

  ListRegistry lists();

  BudgetBook budgets();

  @Override
  void close();

  /** Opens it where the work is done. */
  @FunctionalInterface
  interface Opener extends Serializable {
    DeliveryRegistry open();
  }
}
