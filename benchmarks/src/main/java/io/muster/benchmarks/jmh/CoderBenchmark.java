package io.muster.benchmarks.jmh;

import io.muster.coders.MembershipChangeCoder;
import io.muster.coders.PacketCoder;
import io.muster.coders.SourceRecordCoder;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.Coder;
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

/** There and back through the coders that every change passes; a packet's is told for a change. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CoderBenchmark {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 20);
  private byte[] encodedPacket;
  private int step;

  @Setup
  public void encode(Changes changes) throws IOException {
    encodedPacket = encoded(PacketCoder.of(), changes.packet(0));
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public void record(Changes changes, Blackhole sink) throws IOException {
    for (SourceRecord record : changes.records(step++)) {
      sink.consume(thereAndBack(SourceRecordCoder.of(), record));
    }
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public void membershipChange(Changes changes, Blackhole sink) throws IOException {
    for (MembershipChange change : changes.memberships(step++)) {
      sink.consume(thereAndBack(MembershipChangeCoder.of(), change));
    }
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public int writePacket(Changes changes) throws IOException {
    bytes.reset();
    PacketCoder.of().encode(changes.packet(step++), bytes);
    return bytes.size();
  }

  @Benchmark
  @OperationsPerInvocation(Changes.STEP)
  public Packet readPacket() throws IOException {
    return PacketCoder.of().decode(new ByteArrayInputStream(encodedPacket));
  }

  private <T> T thereAndBack(Coder<T> coder, T value) throws IOException {
    return coder.decode(new ByteArrayInputStream(encoded(coder, value)));
  }

  private <T> byte[] encoded(Coder<T> coder, T value) throws IOException {
    bytes.reset();
    coder.encode(value, bytes);
    return bytes.toByteArray();
  }
}
