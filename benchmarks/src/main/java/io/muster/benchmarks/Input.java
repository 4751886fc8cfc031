package io.muster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of changes, and what must come of it. */
record Input(Path file, Oracle oracle) {

  static Input write(Path file, Workload workload) throws IOException {
    return new Input(file, InputWriter.write(workload, file));
  }

  /** No change at all. */
  static Input nothing(Path file, Workload workload) throws IOException {
    return new Input(Files.writeString(file, ""), new Oracle(workload));
  }
}
