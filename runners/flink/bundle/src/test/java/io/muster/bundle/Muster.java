package io.muster.bundle;

import static org.hamcrest.MatcherAssert.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a JVM of its own; what it says goes to files. */
final class Muster implements AutoCloseable {

  private static final long LONGEST_SECONDS = 90;

  private final Process process;
  private final Path out;
  private final Path err;

  private Muster(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** {@code ./muster} with these arguments, as the launcher starts it. */
  static Muster start(Path folder, String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("@" + System.getProperty("muster.jvmOptions"));
    command.add("-Xmx512m");
    // It soon ends.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dmuster.bundle=" + System.getProperty("muster.bundle"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    command.add("io.muster.cli.Main");
    command.addAll(arguments);
    return java(folder, name, Map.of(), command);
  }

  /** The {@code java} command with these arguments. */
  static Muster java(
      Path folder, String name, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Muster(builder.start(), out, err);
  }

  /** Waits for its end. */
  Muster ended() throws IOException, InterruptedException {
    boolean inTime = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    assertThat("it has not ended; it says " + said(), inTime);
    return this;
  }

  int code() {
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as SIGTERM does. */
  void terminate() {
    process.destroy();
  }

  /** Both of its outputs. */
  String said() throws IOException {
    return Files.readString(out) + Files.readString(err);
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(Files.readString(out));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
