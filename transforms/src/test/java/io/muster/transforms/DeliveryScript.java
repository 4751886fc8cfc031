package io.muster.transforms;

import io.muster.sandbox.ManualClock;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Changes or records as they arrive over time, a bundle at a time. A pause moves the runner's time
 * and the clock of the delivery on together.
 */
final class DeliveryScript<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final Shared<ManualClock> clock;
  private final Coder<T> coder;
  private TestStream.Builder<KV<Long, List<T>>> script;

  DeliveryScript(Shared<ManualClock> clock, Coder<T> coder) {
    this.clock = clock;
    this.coder = coder;
    this.script = TestStream.create(KvCoder.of(VarLongCoder.of(), ListCoder.of(coder)));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  final DeliveryScript<T> bundle(T... values) {
    return bundle(List.of(values));
  }

  DeliveryScript<T> bundle(List<T> values) {
    script = script.addElements(KV.of(0L, values));
    return this;
  }

  DeliveryScript<T> pause(Duration pause) {
    script =
        script
            .addElements(KV.of(pause.toMillis(), List.of()))
            // The runner's timers ring after their moment, not at it.
            .advanceProcessingTime(org.joda.time.Duration.millis(pause.toMillis() + 1));
    return this;
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Script", script.advanceWatermarkToInfinity())
        .apply("PassTime", ParDo.of(new PassTimeFn<T>(clock)))
        .setCoder(coder);
  }

  private static final class PassTimeFn<T> extends DoFn<KV<Long, List<T>>, T> {
    private static final long serialVersionUID = 1L;

    private final Shared<ManualClock> clock;

    PassTimeFn(Shared<ManualClock> clock) {
      this.clock = clock;
    }

    @ProcessElement
    public void process(@Element KV<Long, List<T>> step, OutputReceiver<T> out) {
      clock.get().advance(Duration.ofMillis(step.getKey()));
      step.getValue().forEach(out::output);
    }
  }
}
