package io.muster.cli;

import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.kafka.KafkaOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that name Kafka topics as an activation's input and outputs. */
final class KafkaOptions {

  private static final String EITHER =
      "name the input: --input PATH..., or --kafka-brokers HOST:PORT with --kafka-topic TOPIC";

  @Mixin private KafkaClusterOptions clusterOptions;

  @Option(
      names = "--kafka-topic",
      paramLabel = "TOPIC",
      description = "Read this topic instead of files. May be repeated.")
  private List<String> topics = new ArrayList<>();

  @Mixin private KafkaGroupOptions groupOptions;

  @Option(
      names = "--kafka-stop",
      paramLabel = "WHERE",
      converter = StopConverter.class,
      description =
          "latest: end when all is delivered that the topics hold when the run begins (default: go"
              + " on until stopped).")
  private Stop stop;

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      description = "Write the dead letters to this topic, and not to the run folder.")
  private String deadLetterTopic;

  @Option(
      names = "--ledger-topic",
      paramLabel = "TOPIC",
      description = "Write the ledger to this topic, and not to the run folder.")
  private String ledgerTopic;

  /** Where a run ends. */
  private enum Stop {
    LATEST
  }

  private static final class StopConverter implements ITypeConverter<Stop> {
    @Override
    public Stop convert(String word) {
      return ChoiceWords.choice(Stop.class, word);
    }
  }

  /**
   * Sees that there is exactly one input, that the brokers of topics are named, and that no topic
   * has two purposes.
   *
   * @param files whether files are named
   * @throws ParameterException when not
   */
  void check(CommandLine command, boolean files) {
    List<String> reading = reading();
    boolean reads = !reading.isEmpty();
    boolean writes = deadLetterTopic != null || ledgerTopic != null;
    String fault = "";
    if (files && reads) {
      fault =
          "--input and %s exclude each other: a run reads files or topics"
              .formatted(String.join(", ", reading));
    } else if (files && clusterOptions.isTouched() && !writes) {
      fault =
          "--kafka-brokers and --kafka-config are for topics, and none is named: take them out, or"
              + " name --dead-letter-topic or --ledger-topic";
    } else if (!files && !reads && !clusterOptions.isTouched()) {
      fault = EITHER;
    } else if (!files && topics.isEmpty()) {
      fault = "--kafka-topic TOPIC is missing: topics are read with --kafka-brokers and it";
    } else if ((reads || writes) && clusterOptions.cluster().isEmpty()) {
      fault = "--kafka-brokers HOST:PORT is missing: topics are read and written with it";
    } else if (topics.contains(deadLetterTopic) || topics.contains(ledgerTopic)) {
      fault =
          "a topic that is read cannot be written to as well: the run would read what it writes";
    } else if (deadLetterTopic != null && deadLetterTopic.equals(ledgerTopic)) {
      fault = "--dead-letter-topic and --ledger-topic name the same topic: give each its own";
    }
    if (!fault.isEmpty()) {
      throw new ParameterException(command, fault);
    }
  }

  /** The names of the options that are given and say what is read of topics. */
  private List<String> reading() {
    List<String> names = new ArrayList<>();
    if (!topics.isEmpty()) {
      names.add("--kafka-topic");
    }
    names.addAll(groupOptions.given());
    if (stop != null) {
      names.add("--kafka-stop");
    }
    return names;
  }

  /** The topics to read, if there are any. */
  Optional<KafkaInput> input(String defaultGroup) {
    return topics.isEmpty()
        ? Optional.empty()
        : clusterOptions
            .cluster()
            .map(
                cluster ->
                    new KafkaInput(
                        cluster,
                        topics,
                        groupOptions.group(defaultGroup),
                        groupOptions.from(),
                        stop == Stop.LATEST));
  }

  /** The topics to write to. */
  KafkaOutputs outputs() {
    return new KafkaOutputs(output(ledgerTopic), output(deadLetterTopic));
  }

  private Optional<KafkaOutput> output(String topic) {
    Optional<KafkaCluster> cluster = clusterOptions.cluster();
    return Optional.ofNullable(topic).flatMap(name -> cluster.map(at -> new KafkaOutput(at, name)));
  }
}
