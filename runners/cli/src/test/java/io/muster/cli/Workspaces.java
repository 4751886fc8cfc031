package io.muster.cli;

import java.nio.file.Path;

/** The workspaces of test-data. */
final class Workspaces {

  // Surefire starts in the module's folder.
  private static final Path FOLDER = Path.of("..", "..", "test-data", "workspaces");

  static final Path DEMO = FOLDER.resolve("demo.yaml");
  static final Path TWENTY_MISTAKES = FOLDER.resolve("twenty-mistakes.yaml");

  private Workspaces() {}
}
