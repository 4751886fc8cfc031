package io.muster.pipelines.preview;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.WriterLease;
import io.muster.destination.CallLimit;
import io.muster.destination.NormalisedName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry as it was when the preview began. What is written into it is forgotten with it, every
 * call may be made, and no lease is taken.
 */
final class RehearsalRegistry implements DeliveryRegistry {

  private final Lists lists;

  RehearsalRegistry(List<ListRegistry.Registration> registered) {
    this.lists = new Lists(registered);
  }

  /** Opens it where the work is done. */
  record Opener(List<ListRegistry.Registration> registered) implements DeliveryRegistry.Opener {
    Opener {
      registered = List.copyOf(registered);
    }

    @Override
    public DeliveryRegistry open() {
      return new RehearsalRegistry(registered);
    }
  }

  @Override
  public ListRegistry lists(Clock clock) {
    return lists;
  }

  @Override
  public BudgetBook budgets() {
    return new BudgetBook() {
      @Override
      public Drawn draw(Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
        return new Drawn(wanted, limit.perDay(), Duration.ZERO);
      }

      @Override
      public void late(String budget, String kind, Instant now) {
        // Nothing is counted.
      }
    };
  }

  @Override
  public WriterLease lease(String connection, String run, Clock clock) {
    return WriterLease.keptByTheLauncher(new BudgetBook.Writer(connection, run));
  }

  @Override
  public void delivered(String run) {
    // Nothing is held.
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  /** Kept in memory. */
  private static final class Lists implements ListRegistry {
    private final List<Registration> known;

    Lists(List<Registration> known) {
      this.known = new ArrayList<>(known);
    }

    @Override
    public synchronized Known look(String connection, ListRef list, String name) {
      return new Known(
          find(connection, list),
          known.stream()
              .filter(each -> each.connection().equals(connection))
              .filter(each -> isSame(each.name(), name))
              .findFirst());
    }

    @Override
    public synchronized Optional<Registration> holder(String connection, String listId) {
      return known.stream()
          .filter(each -> each.connection().equals(connection) && each.listId().equals(listId))
          .findFirst();
    }

    private Optional<Registration> find(String connection, ListRef list) {
      return known.stream()
          .filter(each -> each.connection().equals(connection) && each.list().equals(list))
          .findFirst();
    }

    private static boolean isSame(String name, String other) {
      return NormalisedName.same(name, other);
    }

    @Override
    public synchronized boolean hasRun(String connection, String run) {
      return known.stream()
          .anyMatch(each -> each.connection().equals(connection) && each.lastRun().equals(run));
    }

    @Override
    public synchronized void put(Registration registration) {
      known.removeIf(
          each ->
              each.connection().equals(registration.connection())
                  && (each.list().equals(registration.list())
                      || isSame(each.name(), registration.name())));
      known.add(registration);
    }

    @Override
    public synchronized void remember(String connection, Map<ListRef, Long> members) {
      known.replaceAll(
          each ->
              each.connection().equals(connection) && members.containsKey(each.list())
                  ? each.holding(members.get(each.list()))
                  : each);
    }

    @Override
    public synchronized boolean remove(String connection, ListRef list) {
      return known.removeIf(
          each -> each.connection().equals(connection) && each.list().equals(list));
    }
  }
}
