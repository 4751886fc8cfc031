package io.muster.transforms;

import io.muster.coders.MembershipChangeCoder;
import io.muster.model.MembershipChange;
import io.muster.sandbox.ManualClock;
import java.time.Duration;
import java.util.List;
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
 * Changes as they arrive over time, a bundle at a time. A pause moves the runner's time and the
 * clock of the delivery on together.
 */
final class DeliveryScript extends PTransform<PBegin, PCollection<MembershipChange>> {
  private static final long serialVersionUID = 1L;

  private final Shared<ManualClock> clock;
  private TestStream.Builder<KV<Long, List<MembershipChange>>> script =
      TestStream.create(KvCoder.of(VarLongCoder.of(), ListCoder.of(MembershipChangeCoder.of())));

  DeliveryScript(Shared<ManualClock> clock) {
    this.clock = clock;
  }

  DeliveryScript bundle(MembershipChange... changes) {
    return bundle(List.of(changes));
  }

  DeliveryScript bundle(List<MembershipChange> changes) {
    script = script.addElements(KV.of(0L, changes));
    return this;
  }

  DeliveryScript pause(Duration pause) {
    script =
        script
            .addElements(KV.of(pause.toMillis(), List.of()))
            // The runner's timers ring after their moment, not at it.
            .advanceProcessingTime(org.joda.time.Duration.millis(pause.toMillis() + 1));
    return this;
  }

  @Override
  public PCollection<MembershipChange> expand(PBegin begin) {
    return begin
        .apply("Script", script.advanceWatermarkToInfinity())
        .apply("PassTime", ParDo.of(new PassTimeFn(clock)))
        .setCoder(MembershipChangeCoder.of());
  }

  private static final class PassTimeFn
      extends DoFn<KV<Long, List<MembershipChange>>, MembershipChange> {
    private static final long serialVersionUID = 1L;

    private final Shared<ManualClock> clock;

    PassTimeFn(Shared<ManualClock> clock) {
      this.clock = clock;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, List<MembershipChange>> step, OutputReceiver<MembershipChange> out) {
      clock.get().advance(Duration.ofMillis(step.getKey()));
      step.getValue().forEach(out::output);
    }
  }
}
