package io.muster.benchmarks.jmh;

import io.muster.mapping.MembershipSelector;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import io.muster.parse.ProfileChange;
import java.time.Instant;
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
import org.openjdk.jmh.infra.Blackhole;

/** A profile change to membership changes: mapped, normalised, checked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ValidateBenchmark {

  private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

  private MembershipSelector selector;
  private Tally tally;
  private int step;

  @Setup
  public void open(Changes changes) {
    selector = changes.selector();
    tally = new Tally();
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public void map(Changes changes, Blackhole sink) {
    MembershipSelector.Output output = new Sink(sink);
    for (ProfileChange change : changes.profiles(step++)) {
      selector.select(change, MembershipSelector.Scope.EVERYWHERE, NOW, tally, output);
    }
  }

  private record Sink(Blackhole sink) implements MembershipSelector.Output {

    @Override
    public void qualified(MembershipChange change) {
      sink.consume(change);
    }

    @Override
    public void excluded(DeadLetter letter) {
      sink.consume(letter);
    }
  }
}
