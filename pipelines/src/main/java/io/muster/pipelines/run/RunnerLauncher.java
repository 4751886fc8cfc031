package io.muster.pipelines.run;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A Beam runner as Muster starts it: its defaults for a run, spelled out. Registered in {@code
 * META-INF/services/io.muster.pipelines.run.RunnerLauncher} by the runner's module.
 */
public interface RunnerLauncher {

  /** As {@code --runner} names it: {@code direct} or {@code flink}. */
  String name();

  /**
   * The options of a run.
   *
   * @param arguments Beam's own, as the user gave them; they win over Muster's defaults
   * @param connections how many connections the run delivers to at once
   * @throws IllegalArgumentException for an argument that Beam does not know; the message names it
   * @throws RefusedOptionException for one with which a run would break a promise of Muster's
   */
  PipelineOptions options(String[] arguments, int connections);

  /** Whether the runner may go on from an earlier checkpoint of the same run. */
  boolean restores();

  /** Whether a run with these options does its work in this very process. */
  boolean worksHere(PipelineOptions options);

  /**
   * Whether the place where a run with these options is to work knows another run's job, and knows
   * that it has ended. What it does not know may go on elsewhere.
   */
  default boolean hasEnded(String run, PipelineOptions options) {
    return false;
  }
}
