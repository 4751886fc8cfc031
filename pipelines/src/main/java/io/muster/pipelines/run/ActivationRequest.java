package io.muster.pipelines.run;

import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What {@code muster activate} is asked to do.
 *
 * @param run the run's name; names of later runs sort after it
 * @param workspace with only the dataflows and audiences that were asked for
 * @param inputs files, folders or globs of any Beam filesystem
 * @param out the run folder
 * @param confirmedRemovals ids of audiences whose guard is let go for this run
 * @param drainTimeout how long, after the input's end, the run waits for the vendors
 * @param beamArguments options that are Beam's
 */
public record ActivationRequest(
    String run,
    Workspace workspace,
    List<String> inputs,
    String out,
    Set<String> confirmedRemovals,
    Duration drainTimeout,
    List<String> beamArguments) {

  public ActivationRequest {
    inputs = List.copyOf(inputs);
    confirmedRemovals = Set.copyOf(confirmedRemovals);
    beamArguments = List.copyOf(beamArguments);
  }
}
