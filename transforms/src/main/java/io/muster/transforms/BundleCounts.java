package io.muster.transforms;

import io.muster.model.CountsDelta;
import io.muster.model.Tally;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TupleTag;

/** Counts leave a step once a bundle, not once an element: they cost a delivery to the report. */
public final class BundleCounts {

  private BundleCounts() {}

  /**
   * Puts out what has been counted since the last time, unless that is nothing. At the end of time,
   * so that no watermark waits for it.
   *
   * @param output where counts come out
   * @return what has been counted
   */
  public static CountsDelta finish(
      Tally tally, DoFn<?, ?>.FinishBundleContext context, TupleTag<CountsDelta> output) {
    CountsDelta delta = tally.drain();
    if (!delta.isEmpty()) {
      context.output(output, delta, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    return delta;
  }
}
