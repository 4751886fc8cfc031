package io.muster.cli;

import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Suggestion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line: every command, and how errors reach the user. */
final class MusterCommandLine {

  private MusterCommandLine() {}

  /**
   * A command line that talks to these; {@link CommandLine#execute} returns the contract's exit
   * codes and throws nothing.
   */
  static CommandLine of(PrintWriter out, PrintWriter err, Surroundings surroundings) {
    return new CommandLine(new MusterCommand())
        .addSubcommand(new DemoCommand(surroundings))
        .addSubcommand(new CheckCommand(surroundings.clock()))
        .addSubcommand(new PreviewCommand(surroundings))
        .addSubcommand(new ActivateCommand(surroundings))
        .addSubcommand(new BackfillCommand(surroundings))
        .addSubcommand(new ReplayCommand(surroundings))
        .addSubcommand(new JobsCommand())
        .addSubcommand(new StopCommand(surroundings.clock()))
        .addSubcommand(
            new CommandLine(new ListsCommand()).addSubcommand(new ListsPruneCommand(surroundings)))
        .addSubcommand(new RunsCommand(surroundings.clock()))
        .addSubcommand(new ReportCommand(surroundings.clock()))
        .addSubcommand(new DestinationsCommand())
        .addSubcommand(new SandboxCommand())
        .registerConverter(Path.class, new LocalPath())
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setUnmatchedOptionsAllowedAsOptionParameters(false)
        .setParameterExceptionHandler(MusterCommandLine::wrongUsage)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (command.getParent() == null && e instanceof UnmatchedArgumentException unmatched) {
      err.println(unknownCommand(unmatched.getUnmatched().get(0), command));
    } else {
      err.println(name(command) + ": " + e.getMessage());
      Optional<String> elsewhere = elsewhere(e, command);
      elsewhere.ifPresentOrElse(
          err::println, () -> UnmatchedArgumentException.printSuggestions(e, err));
    }
    err.println("'" + name(command) + " --help' shows what there is.");
    return ExitCode.USAGE.code();
  }

  private static Optional<String> elsewhere(ParameterException e, CommandLine command) {
    OptionHints hints = new OptionHints(command);
    List<String> words =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getUnmatched() : List.of();
    return words.stream()
        .map(word -> word.replaceFirst("(?s)=.*", ""))
        .map(hints::elsewhere)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String unknownCommand(String word, CommandLine muster) {
    Set<String> commands = muster.getSubcommands().keySet();
    return "muster: there is no command '"
        + word
        + "' in this version; "
        + Suggestion.mend(word, commands);
  }

  private static int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean verbose = command.getParseResult().hasMatchedOption("--verbose");
    boolean expected = e instanceof RunException || e instanceof RegistryException;
    err.println(name(command) + ": " + (expected ? e.getMessage() : unexpected(e)));
    if (verbose) {
      e.printStackTrace(err);
    } else if (!expected) {
      err.println("The same command with --verbose shows where.");
    }
    return exitCode(e).code();
  }

  private static ExitCode exitCode(Exception e) {
    if (e instanceof RegistryException registry) {
      return registry.isOfSetUp() ? ExitCode.USAGE : ExitCode.FAILED;
    }
    return e instanceof RunException known ? known.exitCode() : ExitCode.FAILED;
  }

  private static String unexpected(Exception e) {
    if (e instanceof InterruptedException || e instanceof CancellationException) {
      return "it was interrupted";
    }
    String message = e.getMessage() == null ? "" : ": " + e.getMessage();
    return "it failed: " + e.getClass().getSimpleName() + message;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
