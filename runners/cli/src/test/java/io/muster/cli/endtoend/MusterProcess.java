package io.muster.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code muster} in a JVM of its own, with the options of the launcher. */
final class MusterProcess implements AutoCloseable {

  private static final Path JVM_OPTIONS = Path.of("target", "dist", "jvm.options");
  private static final long LONGEST_SECONDS = 180;

  private final Process process;
  private final Path err;

  private MusterProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts a command. What it says goes to files of that name. */
  static MusterProcess start(Path folder, String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + JVM_OPTIONS.toAbsolutePath());
    command.add("-Xmx512m");
    // It soon ends.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("io.muster.cli.Main");
    command.addAll(arguments);
    Path err = folder.resolve(name + ".err");
    return new MusterProcess(
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(err.toFile())
            .start(),
        err);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended. */
  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it has not ended; it says: " + err());
    }
    return process.exitValue();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Ends it as SIGKILL does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
