package io.muster.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A command as it stands in a manifest, a unit or a page, read but not run. */
public final class WrittenCommand {

  /** Has a command line of its own, which gets all arguments. */
  private static final String SANDBOX = "sandbox";

  private final ParseResult parsed;

  private WrittenCommand(ParseResult parsed) {
    this.parsed = parsed;
  }

  /**
   * Reads what comes after {@code muster}.
   *
   * @throws CommandLine.ParameterException when Muster's command line does not take it
   * @throws IllegalArgumentException when an option is neither Muster's nor Beam's on Flink
   */
  public static WrittenCommand parse(List<String> arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    ParseResult parsed =
        MusterCommandLine.of(
                nowhere, nowhere, new Surroundings(Clock.systemUTC(), new Random(7), false))
            .parseArgs(arguments.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    WrittenCommand command = new WrittenCommand(parsed);
    if (!command.name().equals(SANDBOX)) {
      requireBeams(parsed);
    }
    return command;
  }

  private static void requireBeams(ParseResult parsed) {
    BeamArguments beam = BeamArguments.of(parsed.unmatched(), parsed.commandSpec().commandLine());
    FlinkPipelineOptions unused =
        PipelineOptionsFactory.fromArgs(beam.arguments().toArray(String[]::new))
            .as(FlinkPipelineOptions.class);
  }

  /** What became of a command that was run in this process. */
  public record Outcome(int code, String err) {}

  /** Runs one. */
  public static Outcome run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    return new Outcome(run.code(), run.err());
  }

  /** What became of a command that was run to its end, by the real clock. */
  public record Ended(int code, String out, String err) {}

  /** Runs one that works, and so needs the time. */
  public static Ended runNow(String... arguments) {
    CommandRun run = CommandRun.at(Clock.systemUTC(), arguments);
    return new Ended(run.code(), run.out(), run.err());
  }

  /** Such as {@code activate}. */
  public String name() {
    return parsed.commandSpec().name();
  }

  /** What an option of Muster's is given, as it is written; empty when it is not there. */
  public List<String> values(String option) {
    OptionSpec matched = parsed.matchedOption(option);
    return matched == null ? List.of() : matched.originalStringValues();
  }

  /** What an option is given that is there once. */
  public String value(String option) {
    List<String> values = values(option);
    if (values.size() != 1) {
      throw new AssertionError(option + " is there " + values.size() + " times, not once");
    }
    return values.get(0);
  }
}
