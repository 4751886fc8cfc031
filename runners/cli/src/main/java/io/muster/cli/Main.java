package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunnerLauncher.Host;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;

/** Where {@code ./muster} comes in. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code; within a server of a runner's, which
   * must go on, returns, or throws what went wrong.
   */
  public static void main(String[] args) {
    Optional<Host> host = isCalled() ? new Runners().host() : Optional.empty();
    if (host.isEmpty()) {
      // Before anything makes a logger.
      Logging.configure(List.of(args).contains("--verbose"));
    }
    PrintWriter out = writer(FileDescriptor.out);
    if (host.equals(Optional.of(Host.SERVER))) {
      runForServer(out, args);
      return;
    }
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    if (host.isEmpty() || code != ExitCode.DELIVERED.code()) {
      // Runners leave threads behind.
      System.exit(code);
    }
  }

  /** Whether another program has called {@code main}, and not the JVM itself. */
  private static boolean isCalled() {
    return StackWalker.getInstance().walk(frames -> frames.skip(2).findAny().isPresent());
  }

  private static int run(PrintWriter out, PrintWriter err, String... args) {
    Surroundings surroundings =
        new Surroundings(Clock.systemUTC(), new Random(), Boolean.getBoolean("muster.terminal"));
    try {
      return MusterCommandLine.of(out, err, surroundings).execute(args);
    } catch (NoClassDefFoundError | ServiceConfigurationError e) {
      if (!isOfFlink(e)) {
        throw e;
      }
      err.println(
          "muster: this jar has all but Flink; start it by 'flink run JAR %s ...', or use ./muster"
              .formatted(args.length == 0 ? "activate" : args[0]));
      return ExitCode.USAGE.code();
    }
  }

  /** Whether a class is missing that every Flink has: the jar for clusters has none of it. */
  private static boolean isOfFlink(Throwable missing) {
    return Stream.iterate(missing, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(words -> words.contains("org/apache/flink") || words.contains("org/slf4j"));
  }

  /** The server tells an exception's words to whoever has asked it for the job. */
  private static void runForServer(PrintWriter out, String... args) {
    StringWriter err = new StringWriter();
    int code = run(out, new PrintWriter(err, true), args);
    out.print(err);
    out.flush();
    if (code != ExitCode.DELIVERED.code() && code != ExitCode.DEAD_LETTERS.code()) {
      throw new IllegalStateException("exit code " + code + ": " + err.toString().strip());
    }
  }

  // UTF-8 whatever the locale: what comes out is read by programs too.
  private static PrintWriter writer(FileDescriptor descriptor) {
    PrintStream stream =
        new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
