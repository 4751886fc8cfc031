package io.muster.benchmarks;

import java.nio.file.Path;

/** The Java that runs this. */
final class JavaCommand {

  private JavaCommand() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
