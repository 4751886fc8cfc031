package io.muster.flink.cluster;

import io.muster.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A JobManager or a TaskManager. */
public final class FlinkProcess {

  private static final int TAIL = 4000;

  private final String name;
  private final ChildProcess process;
  private final URI metrics;
  private final Path log;

  FlinkProcess(String name, ChildProcess process, URI metrics, Path log) {
    this.name = name;
    this.process = process;
    this.metrics = metrics;
    this.log = log;
  }

  /** Its name in the cluster; for a TaskManager its id in Flink's REST API and on its page. */
  public String name() {
    return name;
  }

  /** The operating system's number for it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Ends it at once, as a crash does (SIGKILL), and waits until it is gone. Flink notices later.
   *
   * @throws IOException when it does not go
   */
  public void kill() throws IOException {
    process.kill();
  }

  /** Where Prometheus reads its metrics, while it runs. */
  public URI metrics() {
    return metrics;
  }

  /** Why it has ended, as far as its log and its output say. */
  String lastWords() throws IOException {
    String said = (Files.exists(log) ? Files.readString(log) : "") + process.lastWords();
    String errors =
        said.lines().filter(FlinkProcess::isError).collect(Collectors.joining("\n", "\n", ""));
    String why = errors.isBlank() ? said : errors;
    return why.substring(Math.max(0, why.length() - TAIL)) + "\n(" + log + " has all)";
  }

  /** Without the places of stack traces, before which the reasons would be lost. */
  private static boolean isError(String line) {
    return line.contains(" ERROR ")
        || line.startsWith("Caused by: ")
        || line.startsWith("Exception in thread ")
        || line.startsWith("Error: ");
  }

  @Override
  public String toString() {
    return name + " (process " + pid() + ")";
  }
}
