package io.muster.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Quietens the libraries: what a user must know comes from the commands themselves. The quiet
 * levels stand in {@code simplelogger.properties}.
 */
final class Logging {

  private static final String LEVEL = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** To be called before the first logger is made. */
  static void configure(boolean verbose) {
    if (verbose) {
      System.setProperty(LEVEL + "defaultLogLevel", "info");
      System.setProperty(LEVEL + "log.org.apache.beam", "info");
      System.setProperty(LEVEL + "log.org.apache.flink", "info");
      System.setProperty(LEVEL + "log.org.apache.hadoop", "info");
    } else {
      LogManager.getLogManager().reset();
      Logger.getLogger("").setLevel(Level.OFF);
    }
  }
}
