package io.muster.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what of a preview is shown. */
final class PreviewOptions {

  private static final int LIMIT = 20;

  // Nothing where it isn't given, so that it is seen when it is.
  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "For how many of the first changes a preview shows the requests (default: "
              + LIMIT
              + ").")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--show-personal-data",
      description = "Mask secrets only in a preview. Mind who reads the screen or the file.")
  private boolean showPersonalData;

  /** Of the first changes; 0 for no requests. */
  int limit(CommandLine command) {
    int asked = limit.orElse(LIMIT);
    if (asked < 0) {
      throw new ParameterException(
          command, "--limit " + asked + ": give 0 for no requests at all, or more");
    }
    return asked;
  }

  /** Whether any of them is given. */
  boolean isTouched() {
    return limit.isPresent() || showPersonalData;
  }

  boolean showsPersonalData() {
    return showPersonalData;
  }
}
