package io.muster.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A registry of lists that lives as long as a test, for any thread. */
public final class MapRegistry implements ListRegistry {

  private record Key(String connection, ListRef list) {}

  private final Map<Key, Registration> lists = new LinkedHashMap<>();
  private int timesTold;

  /** What is registered for one audience. */
  public synchronized Optional<Registration> find(String connection, ListRef list) {
    return Optional.ofNullable(lists.get(new Key(connection, list)));
  }

  @Override
  public synchronized Known look(String connection, ListRef list, String name) {
    return new Known(
        find(connection, list),
        lists.values().stream().filter(each -> has(each, connection, name)).findFirst());
  }

  private static boolean has(Registration registered, String connection, String name) {
    return registered.connection().equals(connection)
        && registered.name().strip().equalsIgnoreCase(name.strip());
  }

  @Override
  public synchronized Optional<Registration> holder(String connection, String listId) {
    return lists.values().stream()
        .filter(each -> each.connection().equals(connection) && each.listId().equals(listId))
        .findFirst();
  }

  @Override
  public synchronized Optional<Registration> holderElsewhere(
      String connection, String listId, String name) {
    return lists.values().stream()
        .filter(each -> !each.connection().equals(connection) && each.listId().equals(listId))
        .filter(each -> has(each, each.connection(), name))
        .findFirst();
  }

  @Override
  public synchronized boolean hasRun(String connection, String run) {
    return lists.values().stream()
        .filter(each -> each.connection().equals(connection))
        .anyMatch(each -> each.lastRun().equals(run));
  }

  /** How often it was told how many members lists hold. */
  synchronized int timesTold() {
    return timesTold;
  }

  @Override
  public synchronized void remember(String connection, Map<ListRef, Long> members) {
    timesTold++;
    members.forEach(
        (list, count) ->
            lists.computeIfPresent(
                new Key(connection, list), (key, known) -> known.holding(count)));
  }

  @Override
  public synchronized void put(Registration registration) {
    Key own = new Key(registration.connection(), registration.list());
    lists
        .entrySet()
        .removeIf(
            other ->
                has(other.getValue(), registration.connection(), registration.name())
                    && !other.getKey().equals(own));
    lists.put(own, registration);
  }

  @Override
  public synchronized boolean remove(String connection, ListRef list) {
    return lists.remove(new Key(connection, list)) != null;
  }
}
