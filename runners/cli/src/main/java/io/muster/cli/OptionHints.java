package io.muster.cli;

import io.muster.pipelines.workspace.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * What may have been meant by an option that a command has not.
 *
 * @param command which has it not
 */
record OptionHints(CommandLine command) {

  /** Which of Muster's other commands have it, as half a sentence. */
  Optional<String> elsewhere(String option) {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    List<String> owners = new ArrayList<>();
    collect(top, option, owners);
    return owners.isEmpty()
        ? Optional.empty()
        : Optional.of(option + " is an option of " + Suggestion.listed(owners));
  }

  private static void collect(CommandLine from, String option, List<String> owners) {
    if (from.getCommandSpec().optionsMap().containsKey(option)) {
      owners.add("'" + from.getCommandSpec().qualifiedName() + "'");
    }
    from.getSubcommands().values().forEach(each -> collect(each, option, owners));
  }

  /** The command's own option that is nearest, as a question. */
  Optional<String> nearest(String option) {
    List<String> own =
        command.getCommandSpec().options().stream().map(each -> each.longestName()).toList();
    return Suggestion.nearest(option, own).map(OptionHints::question);
  }

  static String question(String option) {
    return "did you mean " + option + "?";
  }
}
