package io.muster.transforms;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MapRegistry;
import io.muster.delivery.MemoryBudgetBook;
import io.muster.delivery.WriterLease;
import java.time.Clock;

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
  public WriterLease lease(String connection, String run, Clock clock) {
    return WriterLease.keptByTheLauncher(new Writer(connection, run));
  }

  @Override
  public void delivered(String run) {}

  @Override
  public void close() {}
}
