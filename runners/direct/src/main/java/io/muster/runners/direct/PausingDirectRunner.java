package io.muster.runners.direct;

import java.util.concurrent.locks.LockSupport;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.direct.DirectRunner.DirectPipelineResult;
import org.apache.beam.runners.direct.DirectRunnerClocks;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * {@link DirectRunner}, which does not take a whole core while it waits for a vendor. Its driver
 * asks every transform for timers that are due, and begins again at once (<a
 * href="https://github.com/apache/beam/pull/6303">BEAM-690</a>), with locks that the workers need;
 * this one's {@link PausingClock} lets it rest in between.
 */
public final class PausingDirectRunner extends PipelineRunner<DirectPipelineResult> {

  private final PipelineOptions options;

  private PausingDirectRunner(PipelineOptions options) {
    this.options = options;
  }

  /** How Beam makes the runner that its options name. */
  public static PausingDirectRunner fromOptions(PipelineOptions options) {
    return new PausingDirectRunner(options);
  }

  @Override
  public DirectPipelineResult run(Pipeline pipeline) {
    return DirectRunnerClocks.runner(
            options,
            clock -> new PausingClock(clock, pause -> LockSupport.parkNanos(pause.toNanos())))
        .run(pipeline);
  }
}
