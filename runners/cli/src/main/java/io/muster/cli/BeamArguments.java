package io.muster.cli;

import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.OptionFault;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Arguments that are none of ours: Beam's pipeline options, unless they are a slip of the keys.
 *
 * @param hints to say what was meant
 */
record BeamArguments(List<String> arguments, OptionHints hints) {

  /** Beam writes its options in camel case; a name with a hyphen can only be meant for us. */
  private static final Pattern SHAPE =
      Pattern.compile("--[A-Za-z][A-Za-z0-9_]*(=.*)?", Pattern.DOTALL);

  BeamArguments {
    arguments = List.copyOf(arguments);
  }

  /**
   * Sorts out what Beam cannot know.
   *
   * @throws ParameterException for an argument that has not the form of an option of Beam
   */
  static BeamArguments of(List<String> unmatched, CommandLine command) {
    OptionHints hints = new OptionHints(command);
    for (int i = 1; i < unmatched.size(); i++) {
      String option = unmatched.get(i - 1);
      String value = unmatched.get(i);
      if (SHAPE.matcher(option).matches() && !option.contains("=") && !value.startsWith("-")) {
        throw new ParameterException(
            command,
            hints
                .elsewhere(option)
                .orElse(
                    "'%s' belongs to nothing: write an option of Beam as %s=%s"
                        .formatted(value, option, value)));
      }
    }
    List<String> wrong =
        unmatched.stream().filter(argument -> !SHAPE.matcher(argument).matches()).toList();
    if (!wrong.isEmpty()) {
      throw new UnmatchedArgumentException(command, wrong);
    }
    return new BeamArguments(unmatched, hints);
  }

  /**
   * Has the runner read them.
   *
   * @return the request, with a run folder that is also found from where the work is done
   * @throws RunException when Beam does not know one, or Muster can't run with it
   */
  ActivationRequest check(RunnerLauncher launcher, ActivationRequest request) throws RunException {
    boolean worksHere = launcher.worksHere(options(launcher, request.launch()));
    return worksHere ? request : request.into(AnyPath.absolute(request.out()));
  }

  /**
   * Has the runner read them for a launch.
   *
   * @throws RunException likewise
   */
  PipelineOptions options(RunnerLauncher launcher, Launch launch) throws RunException {
    try {
      return launcher.options(launch);
    } catch (IllegalArgumentException e) {
      OptionFault fault = OptionFault.of(e, launcher, launch);
      String hint =
          fault
              .unknown()
              .flatMap(
                  name ->
                      hints
                          .elsewhere(name)
                          .or(() -> hints.nearest(name))
                          .or(() -> fault.meant().map(OptionHints::question)))
              .map(words -> "; " + words)
              .orElse("");
      throw new RunException(ExitCode.USAGE, fault.words() + hint, e);
    }
  }
}
