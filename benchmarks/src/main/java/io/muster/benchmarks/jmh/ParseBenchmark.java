package io.muster.benchmarks.jmh;

import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
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

/** A record's bytes to a profile change. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParseBenchmark {

  private RecordParser parser;
  private int step;

  @Setup
  public void open(Changes changes) {
    parser = new RecordParser(changes.plan());
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public void parse(Changes changes, Blackhole sink) {
    for (SourceRecord record : changes.records(step++)) {
      sink.consume(parser.parse(record));
    }
  }
}
