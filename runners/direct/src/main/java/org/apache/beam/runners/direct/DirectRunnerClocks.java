package org.apache.beam.runners.direct;

import java.util.function.UnaryOperator;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The one door to DirectRunner's clock that Beam leaves to its own package. Nothing else belongs
 * here.
 */
public final class DirectRunnerClocks {

  private DirectRunnerClocks() {}

  /**
   * A DirectRunner that goes by another clock.
   *
   * @param clock makes it of the one that it has
   */
  public static DirectRunner runner(PipelineOptions options, UnaryOperator<Clock> clock) {
    DirectRunner runner = DirectRunner.fromOptions(options);
    Clock own = runner.getClockSupplier().get();
    runner.setClockSupplier(() -> clock.apply(own));
    return runner;
  }
}
