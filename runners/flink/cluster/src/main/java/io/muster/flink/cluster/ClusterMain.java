package io.muster.flink.cluster;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where {@code runners/flink/cluster/run} comes in. */
public final class ClusterMain {

  private ClusterMain() {}

  /** Runs until the process is ended, and ends it with 1 or 2 when it cannot. */
  public static void main(String[] args) {
    // Kafka's client says more than people want to read; the broker's log has its own level.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    CommandLine line =
        new CommandLine(new ClusterCommand())
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  command.getErr().println("cluster: " + failure.getMessage());
                  return 1;
                });
    System.exit(line.execute(args));
  }
}
