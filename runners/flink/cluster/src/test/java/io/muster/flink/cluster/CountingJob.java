package io.muster.flink.cluster;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job for a jar: counts numbers by their remainder for ever, and fails where it is told to. */
public final class CountingJob {

  private CountingJob() {}

  /**
   * Submits it.
   *
   * @param args the number at which it fails, if any
   */
  public static void main(String[] args) throws Exception {
    long failsAt = args.length == 0 ? Long.MAX_VALUE : Long.parseLong(args[0]);
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    flink.enableCheckpointing(200);
    flink
        .fromSequence(0, Long.MAX_VALUE - 1)
        .uid("numbers")
        .map(new Pace())
        .keyBy(number -> number % 10)
        .map(new Count(failsAt))
        .uid("count")
        .sinkTo(new DiscardingSink<>());
    flink.executeAsync("counting");
  }

  /**
   * Two busy cores are shared with whatever else is tested. Before the exchange, or a checkpoint
   * would queue behind all that is in its buffers.
   */
  private static final class Pace implements MapFunction<Long, Long> {

    private static final long serialVersionUID = 1;

    @Override
    public Long map(Long number) throws Exception {
      Thread.sleep(1);
      return number;
    }
  }

  private static final class Count extends RichMapFunction<Long, Long> {

    private static final long serialVersionUID = 1;

    private final long failsAt;
    private transient ValueState<Long> count;

    Count(long failsAt) {
      this.failsAt = failsAt;
    }

    @Override
    public void open(Configuration unused) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public Long map(Long number) throws Exception {
      if (number >= failsAt) {
        throw new IllegalStateException("told to fail at " + failsAt);
      }
      long next = count.value() == null ? 1 : count.value() + 1;
      count.update(next);
      return next;
    }
  }
}
