package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.WriterLease;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The registry for a worker of a job, whose leases are kept by the workers themselves.
 *
 * @param beatEvery how often a worker says that its run lives
 */
record JobRegistry(Registry registry, Duration beatEvery) implements DeliveryRegistry {

  @Override
  public ListRegistry lists(Clock clock) {
    return registry.lists(clock);
  }

  @Override
  public BudgetBook budgets() {
    return registry.budgets();
  }

  @Override
  public WriterLease lease(String connection, String run, Clock clock) {
    return new Kept(
        new Writer(connection, run, UUID.randomUUID().toString()),
        registry.jobLeases(clock),
        new LocalProcesses().host(),
        beatEvery);
  }

  @Override
  public void delivered(String run) {
    JobLeases.layDown(run, registry.transactions());
  }

  @Override
  public void close() {
    registry.close();
  }

  /** One connection's lease in one worker's hands. */
  private record Kept(Writer writer, JobLeases leases, String host, Duration every)
      implements WriterLease {

    @Override
    public Optional<Duration> beatEvery() {
      return Optional.of(every);
    }

    @Override
    public Optional<String> beat() {
      return leases.beat(writer.connection(), writer.run());
    }

    @Override
    public void takeUp() {
      leases.takeUp(writer, host);
    }
  }
}
