package io.muster.pipelines.run;

import io.muster.model.SourceRecord;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaTopics;
import io.muster.pipelines.kafka.KafkaTopics.Snapshot;
import io.muster.pipelines.kafka.ReadTopics;
import io.muster.pipelines.replay.LetterFiles;
import io.muster.pipelines.replay.ReplayLetters;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import io.muster.pipelines.source.ReadFiles;
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
   * What a request asks for.
   *
   * @param worksHere whether this process is where topics are read, so that it can try to
   * @param rangeBytes about how many of a file are read at once
   * @throws RunException when it is not there or can't be read
   */
  static RunInput of(ActivationRequest request, Secrets secrets, boolean worksHere, long rangeBytes)
      throws RunException {
    return RunSetup.find(() -> find(request, secrets, worksHere, rangeBytes));
  }

  private static RunInput find(
      ActivationRequest request, Secrets secrets, boolean worksHere, long rangeBytes)
      throws MissingInputException {
    boolean replays = request.replay().isPresent();
    if (request.kafka().isPresent()) {
      return replays
          ? ofLettersInTopics(request.kafka().get(), secrets)
          : ofTopics(request.kafka().get(), secrets, worksHere);
    }
    return replays
        ? ofLettersInFiles(request.inputs(), rangeBytes)
        : ofFiles(request.inputs(), rangeBytes);
  }

  private static RunInput ofLettersInFiles(List<String> inputs, long rangeBytes)
      throws MissingInputException {
    return new RunInput(
        "ReadDeadLetters",
        ReadJsonLines.of(LetterFiles.resolve(inputs))
            .upTo(ReplayLetters.LONGEST_LETTER)
            .inRangesOf(rangeBytes),
        Optional.empty(),
        Optional.empty());
  }

  private static RunInput ofLettersInTopics(KafkaInput input, Secrets secrets) {
    Snapshot snapshot = new KafkaTopics(new KafkaClients(input, secrets)).snapshot();
    return new RunInput(
        "ReadDeadLetters",
        snapshot.read().upTo(ReplayLetters.LONGEST_LETTER),
        Optional.empty(),
        Optional.of(snapshot));
  }

  private static RunInput ofFiles(List<String> inputs, long rangeBytes)
      throws MissingInputException {
    return new RunInput(
        "ReadFiles",
        ReadFiles.of(InputFiles.resolve(inputs)).inRangesOf(rangeBytes),
        Optional.empty(),
        Optional.empty());
  }

  private static RunInput ofTopics(KafkaInput input, Secrets secrets, boolean worksHere) {
    KafkaClients clients = new KafkaClients(input, secrets);
    KafkaTopics topics = new KafkaTopics(clients);
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
  }
}
