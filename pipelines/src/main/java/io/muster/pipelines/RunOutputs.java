package io.muster.pipelines;

import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.kafka.OutputTopic;
import io.muster.pipelines.sink.RunEnding;
import io.muster.pipelines.sink.RunFolder;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run writes to. The report is in the folder in any case.
 *
 * @param ledger the topic that has the ledger instead of the folder
 * @param deadLetters the topic that has the dead letters instead of the folder
 * @param ending what is done beside when the run has ended
 */
public record RunOutputs(
    RunFolder folder,
    Optional<OutputTopic> ledger,
    Optional<OutputTopic> deadLetters,
    RunEnding ending) {

  /** All of it in the folder. */
  public static RunOutputs of(RunFolder folder) {
    return new RunOutputs(folder, Optional.empty(), Optional.empty(), RunEnding.none());
  }

  /** In the folder, but for what has a topic. */
  public static RunOutputs of(RunFolder folder, KafkaOutputs topics, Secrets secrets) {
    return new RunOutputs(
        folder,
        topics.ledger().map(topic -> new OutputTopic(topic, secrets)),
        topics.deadLetters().map(topic -> new OutputTopic(topic, secrets)),
        RunEnding.none());
  }

  /** The same, where this is done beside when the run has ended. */
  public RunOutputs ending(RunEnding other) {
    return new RunOutputs(folder, ledger, deadLetters, other);
  }

  /**
   * Makes sure that the topics are there.
   *
   * @throws io.muster.pipelines.kafka.KafkaConfigException when one is not; the message says the
   *     mend
   */
  public void checkTopics() {
    Stream.of(ledger, deadLetters).flatMap(Optional::stream).forEach(OutputTopic::check);
  }

  /**
   * Makes a local folder ready.
   *
   * @throws IOException when it can't be written
   */
  public void prepareFolder() throws IOException {
    List<String> below = new ArrayList<>();
    if (ledger.isEmpty()) {
      below.add(RunFolder.LEDGER);
    }
    if (deadLetters.isEmpty()) {
      below.add(RunFolder.DEAD_LETTERS);
    }
    folder.prepare(below);
  }
}
