package io.muster.pipelines.run;

import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code muster activate} or {@code muster replay} is asked to do.
 *
 * @param run the run's name; names of later runs sort after it
 * @param workspace with only the dataflows and audiences that were asked for
 * @param inputs files, folders or globs of any Beam filesystem
 * @param out the run folder
 * @param confirmedRemovals ids of audiences whose guard is let go for this run
 * @param drainTimeout how long, after the input's end, the run waits for the vendors
 * @param beamArguments options that are Beam's
 * @param kafka what to read instead of files
 * @param outputs what is written to topics instead of the run folder
 * @param replay which dead letters to send again, where the input is dead letters
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
    KafkaOutputs outputs,
    Optional<ReplayChoice> replay) {

  public ActivationRequest {
    inputs = List.copyOf(inputs);
    confirmedRemovals = Set.copyOf(confirmedRemovals);
    beamArguments = List.copyOf(beamArguments);
  }

  /** A request to read files of changes, and to write files. */
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
        Optional.empty(),
        KafkaOutputs.none(),
        Optional.empty());
  }

  /** The same, which reads topics if there are any. */
  public ActivationRequest reading(Optional<KafkaInput> topics) {
    return new ActivationRequest(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        topics,
        outputs,
        replay);
  }

  /** The same, which writes to these topics. */
  public ActivationRequest writing(KafkaOutputs topics) {
    return new ActivationRequest(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        kafka,
        topics,
        replay);
  }

  /** The same, whose input is dead letters. */
  public ActivationRequest replaying(ReplayChoice choice) {
    return new ActivationRequest(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        kafka,
        outputs,
        Optional.of(choice));
  }

  /** Whether the input has no end, so that the run goes on until it is stopped. */
  public boolean isEndless() {
    return kafka.isPresent() && !kafka.get().untilEnd();
  }
}
