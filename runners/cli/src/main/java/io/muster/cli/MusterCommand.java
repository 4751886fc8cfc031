package io.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muster} without a command. */
@Command(
    name = "muster",
    versionProvider = Version.class,
    description = {
      "Keeps the audience lists of B2B advertising vendors equal to the audiences of a customer"
          + " data platform."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Begin with 'muster demo': it needs no account and no network.",
      "'muster COMMAND --help' says all about a command; docs/commands.md has the same to read."
    })
@SuppressWarnings("UnusedVariable") // picocli acts on the flags
final class MusterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  private boolean version;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "name a command: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
