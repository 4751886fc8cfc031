package io.muster.transforms;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MemoryBudgetBook;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that lives as long as a test, for any thread. */
final class TestRegistry implements DeliveryRegistry, ListRegistry {

  private record Key(String connection, ListRef list) {}

  private final Map<Key, Registration> lists = new ConcurrentHashMap<>();
  private final MemoryBudgetBook budgets = new MemoryBudgetBook();

  @Override
  public ListRegistry lists() {
    return this;
  }

  @Override
  public BudgetBook budgets() {
    return budgets;
  }

  @Override
  public Optional<Registration> find(String connection, ListRef list) {
    return Optional.ofNullable(lists.get(new Key(connection, list)));
  }

  @Override
  public Optional<Registration> ownerOf(String connection, String name) {
    return lists.values().stream()
        .filter(each -> each.connection().equals(connection))
        .filter(each -> each.name().strip().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  @Override
  public Known look(String connection, ListRef list, String name) {
    return new Known(find(connection, list), ownerOf(connection, name));
  }

  @Override
  public boolean hasRun(String connection, String run) {
    return lists.values().stream()
        .filter(each -> each.connection().equals(connection))
        .anyMatch(each -> each.lastRun().equals(run));
  }

  @Override
  public void remember(String connection, Map<ListRef, Long> members) {
    members.forEach(
        (list, count) ->
            lists.computeIfPresent(
                new Key(connection, list), (key, known) -> known.holding(count)));
  }

  @Override
  public void put(Registration registration) {
    lists.put(new Key(registration.connection(), registration.list()), registration);
  }

  @Override
  public boolean remove(String connection, ListRef list) {
    return lists.remove(new Key(connection, list)) != null;
  }

  @Override
  public void close() {}
}
