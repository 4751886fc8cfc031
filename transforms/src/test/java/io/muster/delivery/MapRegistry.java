package io.muster.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A registry that lives as long as a test. */
public final class MapRegistry implements ListRegistry {

  private final Map<ListRef, Registration> lists = new LinkedHashMap<>();

  @Override
  public Optional<Registration> find(String connection, ListRef list) {
    return Optional.ofNullable(lists.get(list));
  }

  @Override
  public Optional<Registration> ownerOf(String connection, String name) {
    return lists.values().stream()
        .filter(registered -> registered.name().strip().equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  @Override
  public void put(Registration registration) {
    lists
        .values()
        .removeIf(
            other ->
                other.name().strip().equalsIgnoreCase(registration.name().strip())
                    && !other.list().equals(registration.list()));
    lists.put(registration.list(), registration);
  }

  @Override
  public boolean remove(String connection, ListRef list) {
    return lists.remove(list) != null;
  }
}
