package io.muster.pipelines.run;

import io.muster.pipelines.source.ReadFiles;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A Beam runner as Muster starts it: its defaults for a run, spelled out. Registered in {@code
 * META-INF/services/io.muster.pipelines.run.RunnerLauncher} by the runner's module.
 */
public interface RunnerLauncher {

  /** As {@code --runner} names it: {@code direct} or {@code flink}. */
  String name();

  /**
   * The options of a run. Asks nobody.
   *
   * @throws IllegalArgumentException for an argument that Beam does not know; the message names it
   * @throws RefusedOptionException for what the runner can't do, or with which a run would break a
   *     promise of Muster's
   */
  PipelineOptions options(Launch launch);

  /** Whether the runner may go on from an earlier checkpoint of the same run. */
  boolean restores();

  /** About how many bytes of a file are read at once, in one bundle. */
  default long rangeBytes() {
    return ReadFiles.RANGE_BYTES;
  }

  /** Whether a run with these options does its work in this very process. */
  boolean worksHere(PipelineOptions options);

  /** Whether a run with these options goes on without this process. */
  default boolean detaches(PipelineOptions options) {
    return false;
  }

  /**
   * Sees that the place is there and fit where a run with these options is to work, and settles
   * what depends on it. Nothing is sent yet.
   *
   * @param listener is told what the operator should know of the place
   * @throws RunException when it is not there or not fit
   */
  default void prepare(PipelineOptions options, RunListener listener) throws RunException {}

  /**
   * Starts a run. Returns as soon as it can be left alone or cancelled, which with a runner that
   * can do neither is when it has ended.
   *
   * @throws RunException when it could not begin, in words for people
   * @throws RuntimeException when it failed otherwise; its causes say why
   */
  default StartedRun start(Pipeline pipeline) throws RunException {
    return StartedRun.of(pipeline.run());
  }

  /** The program of the runner that has called our {@code main}, if one has. */
  default Optional<Host> host() {
    return Optional.empty();
  }

  /**
   * The cluster at an address, if the runner has clusters. Asks nobody yet.
   *
   * @param address {@code host:port}
   * @throws RunException when that is no address
   */
  default Optional<JobCluster> cluster(String address) throws RunException {
    return Optional.empty();
  }

  /** A program that calls {@code main} to be given a job. */
  enum Host {
    /** A command line of the runner's own, which may be ended with an exit code. */
    CLIENT,
    /** A server that has more to do, and must not be ended. */
    SERVER
  }

  /**
   * The name of the run where the program that has called our {@code main} gives its job a fixed
   * id: called anew after a crash, beside the job that goes on, it is the same run.
   */
  default Optional<String> fixedRun() {
    return Optional.empty();
  }

  /**
   * Whether the place where a run with these options is to work knows another run's job, and knows
   * that it has ended. What it does not know may go on elsewhere.
   */
  default boolean hasEnded(String run, PipelineOptions options) {
    return false;
  }
}
