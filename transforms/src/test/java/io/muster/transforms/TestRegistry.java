package io.muster.transforms;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MapRegistry;
import io.muster.delivery.MemoryBudgetBook;
import io.muster.delivery.WriterLease;
import io.muster.destination.CallLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry that lives as long as a test, for any thread; of a job, so only a worker that has
 * taken a connection up may draw for it.
 */
final class TestRegistry implements DeliveryRegistry {

  private final MapRegistry lists = new MapRegistry();
  private final BudgetBook budgets = new TakenUpOnly(new MemoryBudgetBook());
  private final Set<BudgetBook.Writer> takenUp = ConcurrentHashMap.newKeySet();
  private final AtomicInteger workers = new AtomicInteger();
  private final AtomicInteger beats = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @Override
  public ListRegistry lists(Clock clock) {
    return lists;
  }

  @Override
  public BudgetBook budgets() {
    return budgets;
  }

  @Override
  public WriterLease lease(String connection, String run, Clock clock) {
    BudgetBook.Writer writer =
        new BudgetBook.Writer(connection, run, "worker " + workers.incrementAndGet());
    return new WriterLease() {
      @Override
      public BudgetBook.Writer writer() {
        return writer;
      }

      @Override
      public Optional<Duration> beatEvery() {
        return Optional.of(Duration.ofMinutes(1));
      }

      @Override
      public Optional<String> beat() {
        beats.incrementAndGet();
        return Optional.empty();
      }

      @Override
      public void takeUp() {
        takenUp.add(writer);
      }
    };
  }

  @Override
  public void delivered(String run) {}

  /** How often a worker has said that its run lives. */
  int beats() {
    return beats.get();
  }

  /** How often it was closed. */
  int closed() {
    return closed.get();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  private final class TakenUpOnly implements BudgetBook {
    private final BudgetBook book;

    TakenUpOnly(BudgetBook book) {
      this.book = book;
    }

    @Override
    public Drawn draw(Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
      if (!takenUp.contains(writer)) {
        throw new LeaseLostException(writer + " has not taken the connection up");
      }
      return book.draw(writer, budget, limit, wanted, now);
    }

    @Override
    public void late(String budget, String kind, Instant now) {
      book.late(budget, kind, now);
    }
  }
}
