package io.muster.pipelines.run;

import io.muster.model.SourceRecord;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaTopics;
import io.muster.pipelines.kafka.KafkaTopics.Snapshot;
import io.muster.pipelines.kafka.ReadTopics;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import io.muster.pipelines.source.ReadJsonLines;
import io.muster.workspace.Secrets;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * What a run reads, found before anything is sent.
 *
 * @param name the reading transform's
 * @param offsets of topics that are told what is done with as the run goes
 * @param snapshot of topics that are told so when the run has ended
 */
record RunInput(
    String name,
    PTransform<PBegin, PCollection<SourceRecord>> read,
    Optional<KafkaClients> offsets,
    Optional<Snapshot> snapshot) {

  /**
   * Of files.
   *
   * @throws RunException when one is not there
   */
  static RunInput ofFiles(List<String> inputs) throws RunException {
    try {
      return new RunInput(
          "ReadFiles",
          ReadJsonLines.of(InputFiles.resolve(inputs)),
          Optional.empty(),
          Optional.empty());
    } catch (MissingInputException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /**
   * Of topics.
   *
   * @param worksHere whether this process is where they are read, so that it can try to
   * @throws RunException when they can't be read
   */
  static RunInput ofTopics(KafkaInput input, Secrets secrets, boolean worksHere)
      throws RunException {
    KafkaClients clients = new KafkaClients(input, secrets);
    KafkaTopics topics = new KafkaTopics(clients);
    try {
      if (input.untilEnd()) {
        Snapshot snapshot = topics.snapshot();
        return new RunInput(
            "ReadKafkaToEnd", snapshot.read(), Optional.empty(), Optional.of(snapshot));
      }
      if (worksHere) {
        topics.check();
      }
      return new RunInput(
          "ReadKafka", new ReadTopics(clients), Optional.of(clients), Optional.empty());
    } catch (KafkaConfigException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }
}
