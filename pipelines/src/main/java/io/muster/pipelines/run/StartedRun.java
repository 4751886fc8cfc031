package io.muster.pipelines.run;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;

/** A run that its runner has taken. To close it ends nothing but the asking. */
public interface StartedRun extends AutoCloseable {

  /** The id of its job, where others can ask for it. */
  Optional<String> job();

  /**
   * Waits for its end.
   *
   * @return how it ended; empty where the runner does not say
   * @throws RunException when it can't be known any more, in words for people; it may go on
   * @throws RuntimeException when it failed, and so is over; its causes say why
   */
  Optional<PipelineResult.State> waitUntilFinish() throws RunException;

  /**
   * Ends it, as well as the runner can.
   *
   * @return the checkpoint that a later run could go on from, if one is kept
   */
  Optional<String> cancel() throws IOException;

  @Override
  void close();

  /** One of which no more is known than Beam tells. */
  static StartedRun of(PipelineResult result) {
    return new StartedRun() {
      @Override
      public Optional<String> job() {
        return Optional.empty();
      }

      @Override
      public Optional<PipelineResult.State> waitUntilFinish() {
        return Optional.ofNullable(result.waitUntilFinish());
      }

      @Override
      public Optional<String> cancel() throws IOException {
        result.cancel();
        return Optional.empty();
      }

      @Override
      public void close() {
        // There is nothing to give back.
      }
    };
  }
}
