package io.muster.transforms;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MapRegistry;
import io.muster.delivery.MemoryBudgetBook;

/** A registry that lives as long as a test, for any thread. */
final class TestRegistry implements DeliveryRegistry {

  private final MapRegistry lists = new MapRegistry();
  private final MemoryBudgetBook budgets = new MemoryBudgetBook();

  @Override
  public ListRegistry lists() {
    return lists;
  }

  @Override
  public BudgetBook budgets() {
    return budgets;
  }

  @Override
  public void close() {}
}
