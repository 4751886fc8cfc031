package io.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what of a preview is shown. */
final class PreviewOptions {

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "For how many of the first changes a preview shows the requests (default:"
              + " ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--show-personal-data",
      description = "Mask secrets only in a preview. Mind who reads the screen or the file.")
  private boolean showPersonalData;

  /** Of the first changes; 0 for no requests. */
  int limit(CommandLine command) {
    if (limit < 0) {
      throw new ParameterException(
          command, "--limit " + limit + ": give 0 for no requests at all, or more");
    }
    return limit;
  }

  boolean showsPersonalData() {
    return showPersonalData;
  }
}
