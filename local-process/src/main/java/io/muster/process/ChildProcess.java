package io.muster.process;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program that runs beside this one, on the same JDK. It ends when it is killed or closed,
 * and when this process ends, in whatever way.
 */
public final class ChildProcess implements AutoCloseable {

  private static final long END_SECONDS = 60;
  private static final int TAIL_BYTES = 8000;

  // Holds the other end of the child's input, which must not be closed as long as it shall live.
  private final Process process;
  private final Path out;

  private ChildProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /**
   * Starts it and returns at once.
   *
   * @param out gets at its end what the program says, on both streams
   * @throws IOException when there is no such folder, or the machine starts no more processes
   */
  public static ChildProcess start(JavaProgram program, Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdkTool("java"));
    command.addAll(program.jvmOptions());
    command.addAll(List.of("-cp", program.classPath() + File.pathSeparator + ownLocation()));
    command.add(ChildMain.class.getName());
    command.add(program.mainClass());
    command.addAll(program.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    builder.environment().putAll(program.environment());
    return new ChildProcess(builder.start(), out);
  }

  /** The path of a command of this process's JDK. */
  public static String jdkTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Where {@link ChildMain} lies, whatever the program's class path has. */
  private static Path ownLocation() {
    try {
      return Path.of(ChildMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has an entry that is no URI", e);
    }
  }

  /** The operating system's number for it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last of what it has said, for the message of a failure. */
  public String lastWords() throws IOException {
    byte[] all = Files.exists(out) ? Files.readAllBytes(out) : new byte[0];
    int from = Math.max(0, all.length - TAIL_BYTES);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8);
  }

  /**
   * Ends it at once, as a crash does (SIGKILL), and waits until it is gone. Does nothing when it
   * has ended.
   *
   * @throws IOException when it does not go, or the wait is interrupted
   */
  public void kill() throws IOException {
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("process " + pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while process " + pid() + " was killed", e);
    }
  }

  /** The same as {@link #kill}. */
  @Override
  public void close() throws IOException {
    kill();
  }
}
