package io.muster.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
@SuppressWarnings("UnusedVariable") // picocli and MusterCommandLine look at the flags
final class OutputOptions {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  @Option(names = "--json", description = "Print JSON on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = "--verbose",
      description = "Log what happens, and show stack traces, on standard error.")
  private boolean verbose;

  boolean json() {
    return json;
  }
}
