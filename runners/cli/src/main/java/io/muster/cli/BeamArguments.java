package io.muster.cli;

import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RefusedOptionException;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.workspace.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Arguments that are none of ours: Beam's pipeline options, unless they are a slip of the keys.
 *
 * @param ours our own options, to say which was meant
 */
record BeamArguments(List<String> arguments, List<String> ours) {

  /** Beam writes its options in camel case; a name with a hyphen can only be meant for us. */
  private static final Pattern SHAPE =
      Pattern.compile("--[A-Za-z][A-Za-z0-9_]*(=.*)?", Pattern.DOTALL);

  BeamArguments {
    arguments = List.copyOf(arguments);
    ours = List.copyOf(ours);
  }

  /**
   * Sorts out what Beam cannot know.
   *
   * @throws ParameterException for an argument that has not the form of an option of Beam
   */
  static BeamArguments of(List<String> unmatched, CommandLine command) {
    for (int i = 1; i < unmatched.size(); i++) {
      String option = unmatched.get(i - 1);
      String value = unmatched.get(i);
      if (SHAPE.matcher(option).matches() && !option.contains("=") && !value.startsWith("-")) {
        throw new ParameterException(
            command,
            "'%s' belongs to nothing: write an option of Beam as %s=%s"
                .formatted(value, option, value));
      }
    }
    List<String> wrong =
        unmatched.stream().filter(argument -> !SHAPE.matcher(argument).matches()).toList();
    if (!wrong.isEmpty()) {
      throw new UnmatchedArgumentException(command, wrong);
    }
    List<String> ours =
        command.getCommandSpec().options().stream().map(option -> option.longestName()).toList();
    return new BeamArguments(unmatched, ours);
  }

  /**
   * Has the runner read them.
   *
   * @return the request, with a run folder that is also found from where the work is done
   * @throws RunException when Beam does not know one, or Muster can't run with it
   */
  ActivationRequest check(RunnerLauncher launcher, ActivationRequest request) throws RunException {
    try {
      boolean worksHere = launcher.worksHere(launcher.options(request.launch()));
      return worksHere ? request : request.into(AnyPath.absolute(request.out()));
    } catch (RefusedOptionException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RunException(
          ExitCode.USAGE,
          "neither muster nor Beam takes " + named(e) + ": " + e.getMessage() + meant(),
          e);
    }
  }

  /** Beam says the property's name, which is not how it was written. */
  private String named(IllegalArgumentException fault) {
    return names()
        .filter(name -> String.valueOf(fault.getMessage()).contains("'" + name.substring(2) + "'"))
        .findFirst()
        .orElse("it");
  }

  private Stream<String> names() {
    return arguments.stream().map(argument -> argument.replaceFirst("(?s)=.*", ""));
  }

  private String meant() {
    return names()
        .map(name -> Suggestion.nearest(name, ours))
        .flatMap(Optional::stream)
        .findFirst()
        .map(option -> "; of muster's own options, did you mean " + option + "?")
        .orElse("");
  }
}
