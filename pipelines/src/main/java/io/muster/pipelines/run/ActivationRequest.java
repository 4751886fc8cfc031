package io.muster.pipelines.run;

import io.muster.pipelines.kafka.KafkaInput;
import io.muster.workspace.Dataflow;
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
 * @param mode how the run is begun and left
 */
public record ActivationRequest(
    String run,
    Workspace workspace,
    List<String> inputs,
    String out,
    Set<String> confirmedRemovals,
    Duration drainTimeout,
    List<String> beamArguments,
    Optional<KafkaInput> kafka,
    StartMode mode) {

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

  /** A request that is begun from nothing and stayed with. */
  public ActivationRequest(
      String run,
      Workspace workspace,
      List<String> inputs,
      String out,
      Set<String> confirmedRemovals,
      Duration drainTimeout,
      List<String> beamArguments,
      Optional<KafkaInput> kafka) {
    this(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        kafka,
        StartMode.plain());
  }

  /** The same, begun and left in this way. */
  public ActivationRequest starting(StartMode other) {
    return new ActivationRequest(
        run, workspace, inputs, out, confirmedRemovals, drainTimeout, beamArguments, kafka, other);
  }

  /** The same, with another run folder. */
  public ActivationRequest into(String folder) {
    return new ActivationRequest(
        run,
        workspace,
        inputs,
        folder,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        kafka,
        mode);
  }

  /** What the runner is told of it. */
  public Launch launch() {
    return new Launch(
        run,
        out,
        kafka.map(KafkaInput::words).orElseGet(() -> String.join(", ", inputs)),
        isEndless(),
        connections().size(),
        mode,
        beamArguments);
  }

  /** The connections that it delivers to. */
  List<String> connections() {
    return workspace.dataflows().stream().map(Dataflow::connection).distinct().toList();
  }

  /** Whether the input has no end, so that the run goes on until it is stopped. */
  public boolean isEndless() {
    return kafka.isPresent() && !kafka.get().untilEnd();
  }
}
