package io.muster.cli;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that say from where on a topic is read. */
final class KafkaGroupOptions {

  @Option(
      names = "--kafka-group",
      paramLabel = "GROUP",
      description =
          "The consumer group whose committed offsets say what is done with (default: one for the"
              + " command, the workspace's folder, and what the run is restricted to).")
  private String group;

  @Option(
      names = "--kafka-from",
      paramLabel = "WHERE",
      defaultValue = "committed",
      converter = StartConverter.class,
      description =
          "Where to begin: earliest, latest, or committed, which is behind what the group has"
              + " committed, else at the earliest (default: ${DEFAULT-VALUE}).")
  private StartFrom from;

  private static final class StartConverter implements ITypeConverter<StartFrom> {
    @Override
    public StartFrom convert(String word) {
      return ChoiceWords.choice(StartFrom.class, word);
    }
  }

  boolean isGroupGiven() {
    return group != null;
  }

  String group(String otherwise) {
    return group == null ? otherwise : group;
  }

  StartFrom from() {
    return from;
  }
}
