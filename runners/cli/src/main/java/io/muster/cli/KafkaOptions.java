package io.muster.cli;

import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that name Kafka topics as the input. */
final class KafkaOptions {

  private static final String EITHER =
      "name the input: --input PATH..., or --kafka-brokers HOST:PORT with --kafka-topic TOPIC";

  @Option(
      names = "--kafka-brokers",
      paramLabel = "HOST:PORT",
      description = "Read from Kafka instead: some of its brokers, comma-separated.")
  private String brokers;

  @Option(
      names = "--kafka-topic",
      paramLabel = "TOPIC",
      description = "A topic to read. May be repeated.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--kafka-group",
      paramLabel = "GROUP",
      description =
          "The consumer group whose committed offsets say what is done with (default:"
              + " muster-FOLDER, for the workspace's folder, and what --dataflow and --audience"
              + " name).")
  private String group;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "A properties file for Kafka's client, for TLS and SASL; read where the work is done."
              + " Secrets may be there, or be referred to by $${env:NAME} and $${file:PATH}.")
  private Path config;

  @Option(
      names = "--kafka-from",
      paramLabel = "WHERE",
      defaultValue = "committed",
      converter = StartConverter.class,
      description =
          "Where to begin: earliest, latest, or committed, which is behind what the group has"
              + " committed, else at the earliest (default: ${DEFAULT-VALUE}).")
  private StartFrom from;

  @Option(
      names = "--kafka-stop",
      paramLabel = "WHERE",
      converter = StopConverter.class,
      description =
          "latest: end when all is delivered that the topics hold when the run begins (default: go"
              + " on until stopped).")
  private Stop stop;

  /** Where a run ends. */
  private enum Stop {
    LATEST
  }

  /** Takes the words as they are written on a command line. */
  private static <E extends Enum<E>> E choice(Class<E> choices, String word) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(each -> lower(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not known: there is %s"
                        .formatted(
                            word,
                            Arrays.stream(choices.getEnumConstants())
                                .map(KafkaOptions::lower)
                                .collect(Collectors.joining(", ")))));
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static final class StartConverter implements ITypeConverter<StartFrom> {
    @Override
    public StartFrom convert(String word) {
      return choice(StartFrom.class, word);
    }
  }

  private static final class StopConverter implements ITypeConverter<Stop> {
    @Override
    public Stop convert(String word) {
      return choice(Stop.class, word);
    }
  }

  /**
   * Sees that there is exactly one input.
   *
   * @param files whether files are named
   * @throws ParameterException when there is none, or two, or half of one
   */
  void check(CommandLine command, boolean files) {
    boolean named = brokers != null && !topics.isEmpty();
    boolean touched =
        brokers != null || !topics.isEmpty() || group != null || config != null || stop != null;
    if (files && touched) {
      throw new ParameterException(
          command, "--input and --kafka-... exclude each other: a run reads files or topics");
    }
    if (touched && !named) {
      throw new ParameterException(
          command,
          (brokers == null ? "--kafka-brokers HOST:PORT" : "--kafka-topic TOPIC")
              + " is missing: topics are read with both --kafka-brokers and --kafka-topic");
    }
    if (!files && !touched) {
      throw new ParameterException(command, EITHER);
    }
  }

  /** The topics, if there are any. */
  Optional<KafkaInput> input(String defaultGroup) {
    if (brokers == null) {
      return Optional.empty();
    }
    return Optional.of(
        new KafkaInput(
            brokers,
            topics,
            group == null ? defaultGroup : group,
            config == null ? null : config.toAbsolutePath().normalize().toString(),
            from,
            stop == Stop.LATEST));
  }
}
