package io.muster.cli;

import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes every path up to the next option, so that a glob may be left to the shell. A variable arity
 * would take an option of Beam for a path.
 */
final class PathsConsumer implements IParameterConsumer {

  private static final String WANTED = "a file, a folder or a glob";

  @Override
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    List<String> paths = option.getValue();
    int before = paths.size();
    while (!arguments.isEmpty() && !arguments.peek().startsWith("-")) {
      String path = arguments.pop();
      if (path.isBlank()) {
        throw new ParameterException(
            command.commandLine(), name(option) + ": " + PathText.BLANK + " Name " + WANTED);
      }
      paths.add(path);
    }
    if (paths.size() == before) {
      throw new ParameterException(
          command.commandLine(), name(option) + " needs a path: " + WANTED);
    }
  }

  private static String name(ArgSpec option) {
    return option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
  }
}
