package io.muster.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** Where {@code ./muster} comes in. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    // Before anything makes a logger.
    Logging.configure(arguments.contains("--verbose"));
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    Surroundings surroundings =
        new Surroundings(Clock.systemUTC(), new Random(), Boolean.getBoolean("muster.terminal"));
    int code = MusterCommandLine.of(out, err, surroundings).execute(args);
    out.flush();
    err.flush();
    // Runners leave threads behind.
    System.exit(code);
  }

  // UTF-8 whatever the locale: what comes out is read by programs too.
  private static PrintWriter writer(FileDescriptor descriptor) {
    PrintStream stream =
        new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
