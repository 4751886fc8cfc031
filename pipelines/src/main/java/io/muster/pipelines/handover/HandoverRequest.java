package io.muster.pipelines.handover;

import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be handed over.
 *
 * @param run the run's name
 * @param workspace with only the dataflows and audiences that were asked for
 * @param narrowed whether that is not all of them, so that records must speak for no others
 * @param inputs files, folders or globs of any Beam filesystem
 * @param out the run folder
 * @param topic that the job reads
 * @param group the job's consumer group
 * @param patience how long to wait until the job is done with it; empty for not at all
 * @param beamArguments options that are Beam's
 */
public record HandoverRequest(
    String run,
    Workspace workspace,
    boolean narrowed,
    List<String> inputs,
    String out,
    KafkaOutput topic,
    String group,
    Optional<Duration> patience,
    List<String> beamArguments) {

  public HandoverRequest {
    inputs = List.copyOf(inputs);
    beamArguments = List.copyOf(beamArguments);
  }
}
