package io.muster.pipelines.registry;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry;
import io.muster.destination.NormalisedName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list registry as one worker uses it, which works on a thousand lists one after another: it
 * reads all lists of a connection at once, and writes together what may wait. A database in a
 * folder is opened for each piece of work, which takes longer than the work.
 *
 * <p>What another process has written in the last {@link #LASTS} may not be seen; only one that has
 * just lost the connection's lease could have. Safe for several threads.
 */
final class WorkerLists implements ListRegistry {

  /** How long what was read is believed, and how long a write may wait. */
  static final Duration LASTS = Duration.ofSeconds(2);

  private final JdbcListRegistry table;
  private final Clock clock;
  private final Map<String, Page> pages = new HashMap<>();

  // In the order in which they came: a later one may end an earlier one's name.
  private final Map<Key, Registration> waiting = new LinkedHashMap<>();
  private final Map<String, Map<ListRef, Long>> members = new LinkedHashMap<>();
  private Optional<Instant> waitingSince = Optional.empty();

  WorkerLists(JdbcListRegistry table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  private record Key(String connection, ListRef list) {
    static Key of(Registration registration) {
      return new Key(registration.connection(), registration.list());
    }
  }

  /** A connection's lists as they were read, and as they will be when all that waits is written. */
  private static final class Page {
    private final Instant readAt;
    private final Map<ListRef, Registration> lists = new HashMap<>();
    private final Map<String, ListRef> owners = new HashMap<>();

    Page(Instant readAt) {
      this.readAt = readAt;
    }

    void put(Registration registration) {
      remove(registration.list());
      String name = NormalisedName.of(registration.name());
      Optional.ofNullable(owners.get(name)).ifPresent(this::remove);
      lists.put(registration.list(), registration);
      owners.put(name, registration.list());
    }

    void remove(ListRef list) {
      Registration before = lists.remove(list);
      if (before != null) {
        owners.remove(NormalisedName.of(before.name()), list);
      }
    }

    void hold(ListRef list, long count) {
      lists.computeIfPresent(list, (ref, known) -> known.holding(count));
    }

    boolean knows(String run) {
      return lists.values().stream().anyMatch(each -> each.lastRun().equals(run));
    }
  }

  private Page page(String connection) {
    Page known = pages.get(connection);
    if (known == null || !clock.instant().isBefore(known.readAt.plus(LASTS))) {
      known = new Page(clock.instant());
      table.of(connection).forEach(known::put);
      for (Registration each : waiting.values()) {
        if (each.connection().equals(connection)) {
          known.put(each);
        }
      }
      members.getOrDefault(connection, Map.of()).forEach(known::hold);
      pages.put(connection, known);
    }
    return known;
  }

  @Override
  public synchronized Known look(String connection, ListRef list, String name) {
    Page page = page(connection);
    return new Known(
        Optional.ofNullable(page.lists.get(list)),
        Optional.ofNullable(page.owners.get(NormalisedName.of(name))).map(page.lists::get));
  }

  @Override
  public synchronized Optional<Registration> holder(String connection, String listId) {
    return page(connection).lists.values().stream()
        .filter(each -> each.listId().equals(listId))
        .findFirst();
  }

  @Override
  public synchronized Optional<Registration> holderElsewhere(
      String connection, String listId, String name) {
    write(true);
    return table.elsewhere(connection, listId, name);
  }

  @Override
  public synchronized boolean hasRun(String connection, String run) {
    return page(connection).knows(run);
  }

  @Override
  public synchronized void put(Registration registration) {
    await(registration);
    write(true);
  }

  @Override
  public synchronized void putSoon(Registration registration) {
    boolean first = !page(registration.connection()).knows(registration.lastRun());
    await(registration);
    write(first);
  }

  private void await(Registration registration) {
    page(registration.connection()).put(registration);
    waiting.remove(Key.of(registration));
    waiting.put(Key.of(registration), registration);
    // What it holds was said after what was to be remembered.
    Optional.ofNullable(members.get(registration.connection()))
        .ifPresent(counts -> counts.remove(registration.list()));
    waits();
  }

  @Override
  public synchronized void remember(String connection, Map<ListRef, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    Page page = page(connection);
    counts.forEach(page::hold);
    members.computeIfAbsent(connection, key -> new LinkedHashMap<>()).putAll(counts);
    waits();
  }

  private void waits() {
    waitingSince = waitingSince.or(() -> Optional.of(clock.instant()));
  }

  @Override
  public synchronized void write(boolean now) {
    boolean due =
        waitingSince
            .filter(since -> now || !clock.instant().isBefore(since.plus(LASTS)))
            .isPresent();
    if (due) {
      table.write(List.copyOf(waiting.values()), members);
      waiting.clear();
      members.clear();
      waitingSince = Optional.empty();
    }
  }

  @Override
  public synchronized boolean remove(String connection, ListRef list) {
    write(true);
    pages.remove(connection);
    return table.remove(connection, list);
  }
}
