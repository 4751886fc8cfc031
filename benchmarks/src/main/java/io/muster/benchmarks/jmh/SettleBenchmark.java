package io.muster.benchmarks.jmh;

import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.Errands;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.Outside;
import io.muster.delivery.Pace;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.Destinations;
import io.muster.destination.VendorLists;
import io.muster.model.Tally;
import io.muster.workspace.Connection;
import io.muster.workspace.Workspace;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A packet's changes taken in by the delivery, with its memory in maps on the heap: what is owed is
 * settled, and nothing is sent. The memory is forgotten after each round through the changes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SettleBenchmark {

  private ConnectionPlan plan;
  private HeapStore store;
  private ConnectionMemory memory;
  private int step;

  @Setup
  public void open(Changes changes) {
    Workspace workspace = changes.workspace();
    Connection connection = workspace.connection("linkedin");
    plan =
        ConnectionPlan.of(
            "benchmark",
            workspace,
            connection,
            Destinations.load().require(connection.destination()).spec(),
            Set.of());
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public Tally settle(Changes changes) {
    if (changes.isFirst(step, changes.membershipCount())) {
      store = new HeapStore();
      memory = ConnectionMemory.empty();
      memory.enter(1, 0);
    }
    Tally tally = new Tally();
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan, outside(), memory, store, uncalled(DeliveryOutput.class), tally);
    delivery.acceptAll(changes.memberships(step++));
    delivery.save();
    return tally;
  }

  private static Outside outside() {
    return new Outside(
        uncalled(VendorLists.class),
        new Unhurried(),
        uncalled(ListRegistry.class),
        MembershipLog.Opener.NOTHING.open(""),
        Errands.inPlace(),
        Clock.systemUTC(),
        new SplittableRandom(1));
  }

  /** What settling has no need of; a call would be a fault of this benchmark. */
  private static <T> T uncalled(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getReturnType() == void.class) {
                return null;
              }
              throw new IllegalStateException("settling has called " + method);
            }));
  }

  private static final class Unhurried implements Pace {

    @Override
    public int callsWithin(Duration time) {
      return Integer.MAX_VALUE;
    }

    @Override
    public Optional<Duration> interval(Purpose purpose) {
      return Optional.empty();
    }
  }
}
