package io.muster.pipelines.run;

import java.util.List;
import java.util.Objects;

/**
 * What a runner is told of a run before there is a pipeline.
 *
 * @param run its name, which is also its job's
 * @param folder the run folder
 * @param state where the registry is, as it travels with a job; empty where there is none, or where
 *     it may not travel
 * @param reads its input, for people; holds no secret
 * @param endless whether the input has no end
 * @param connections how many connections the run delivers to at once
 * @param mode how it is begun and left
 * @param arguments options that are Beam's, as the user gave them; they win over Muster's defaults
 */
public record Launch(
    String run,
    String folder,
    String state,
    String reads,
    boolean endless,
    int connections,
    StartMode mode,
    List<String> arguments) {

  public Launch {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reads, "reads");
    Objects.requireNonNull(mode, "mode");
    arguments = List.copyOf(arguments);
  }

  /** The same with other options of Beam's. */
  Launch with(List<String> others) {
    return new Launch(run, folder, state, reads, endless, connections, mode, others);
  }
}
