package io.muster.pipelines.run;

import io.muster.pipelines.kafka.KafkaInput;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param kafka what to read instead of files
 */
public record ActivationRequest(
    String run,
    Workspace workspace,
    List<String> inputs,
    String out,
    Set<String> confirmedRemovals,
    Duration drainTimeout,
    List<String> beamArguments,
    Optional<KafkaInput> kafka) {

  public ActivationRequest {
    inputs = List.copyOf(inputs);
    confirmedRemovals = Set.copyOf(confirmedRemovals);
    beamArguments = List.copyOf(beamArguments);
  }

  /** A request to read files. */
  public ActivationRequest(
      String run,
      Workspace workspace,
      List<String> inputs,
      String out,
      Set<String> confirmedRemovals,
      Duration drainTimeout,
      List<String> beamArguments) {
    this(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        Optional.empty());
  }

  /** Whether the input has no end, so that the run goes on until it is stopped. */
  public boolean isEndless() {
    return kafka.isPresent() && !kafka.get().untilEnd();
  }
}
