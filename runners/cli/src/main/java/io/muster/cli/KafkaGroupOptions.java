package io.muster.cli;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import java.util.ArrayList;
import java.util.List;
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
      converter = StartConverter.class,
      description =
          "Where to begin: earliest, latest, or committed, which is behind what the group has"
              + " committed, else at the earliest (default: committed).")
  private StartFrom from;

  private static final class StartConverter implements ITypeConverter<StartFrom> {
    @Override
    public StartFrom convert(String word) {
      return ChoiceWords.choice(StartFrom.class, word);
    }
  }

  /** The names of those that are given. */
  List<String> given() {
    List<String> names = new ArrayList<>();
    if (group != null) {
      names.add("--kafka-group");
    }
    if (from != null) {
      names.add("--kafka-from");
    }
    return names;
  }

  String group(String otherwise) {
    return group == null ? otherwise : group;
  }

  StartFrom from() {
    return from == null ? StartFrom.COMMITTED : from;
  }
}
