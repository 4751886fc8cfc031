package io.muster.destination;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The destinations on the class path. */
public final class Destinations {

  private final List<Destination> all;

  private Destinations(List<Destination> all) {
    this.all = List.copyOf(all);
  }

  /** Finds them by {@link ServiceLoader}, sorted by name. */
  public static Destinations load() {
    return new Destinations(
        ServiceLoader.load(Destination.class, Destination.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(destination -> destination.spec().name()))
            .toList());
  }

  public List<Destination> all() {
    return all;
  }

  /** The destination of that name. */
  public Optional<Destination> find(String name) {
    return all.stream().filter(d -> d.spec().name().equals(name)).findFirst();
  }

  /**
   * The destination of that name.
   *
   * @throws IllegalArgumentException when there is none; a checked workspace names only known ones
   */
  public Destination require(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no destination is called " + name));
  }
}
