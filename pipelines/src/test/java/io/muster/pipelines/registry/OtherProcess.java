package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.CallLimit;
import io.muster.workspace.Limits;
import io.muster.workspace.StateLocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that uses the registry as it is told, one command a line, one answer a line. */
final class OtherProcess implements AutoCloseable {

  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private OtherProcess(Process process) {
    this.process = process;
    this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static OtherProcess start(String registry, String run) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new OtherProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                OtherProcess.class.getName(),
                registry,
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Gives a command without waiting for its answer. */
  void tell(String command) {
    commands.println(command);
  }

  /** The next answer. */
  String answer() throws IOException {
    return answers.readLine();
  }

  String ask(String command) throws IOException {
    tell(command);
    return answer();
  }

  /** Ends it as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The other side. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Side side = new Side(arguments[0], arguments[1]);
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      String answer;
      try {
        answer = side.carryOut(List.of(command.split(" ")));
      } catch (RuntimeException e) {
        answer = e.toString();
      }
      answers.println(answer);
    }
  }

  private static final class Side {
    private final StateLocation state;
    private final String run;
    private Registry registry;
    private Lease lease;

    Side(String registry, String run) {
      this.state = new StateLocation(registry, "");
      this.run = run;
    }

    String carryOut(List<String> words) {
      return switch (words.get(0)) {
        case "ready" -> "ready";
        case "open" -> {
          registry = Registry.open(state);
          yield "opened";
        }
        case "acquire" -> acquire(words.subList(1, words.size()));
        case "release" -> {
          if (lease != null) {
            registry.leases(Clock.systemUTC()).release(lease);
            lease = null;
          }
          yield "released";
        }
        case "put" -> put(words);
        case "draw" -> draw(words);
        default -> "unknown command";
      };
    }

    private String acquire(List<String> connections) {
      LeaseOutcome outcome =
          registry.leases(Clock.systemUTC()).acquire(connections, LeaseHolder.ofThisProcess(run));
      if (outcome instanceof LeaseOutcome.Granted granted) {
        lease = granted.lease();
        return "granted";
      }
      return "taken by " + ((LeaseOutcome.Taken) outcome).holder().run();
    }

    /** draw CONNECTION BUDGET PER-MINUTE TIMES; answers with how many calls there were. */
    private String draw(List<String> words) {
      CallLimit limit =
          new CallLimit("companies", Integer.parseInt(words.get(3)), Limits.UNLIMITED);
      int calls = 0;
      for (int i = 0; i < Integer.parseInt(words.get(4)); i++) {
        BudgetBook.Writer writer = new BudgetBook.Writer(words.get(1), run);
        calls += registry.budgets().draw(writer, words.get(2), limit, 1, Instant.now()).calls();
      }
      return Integer.toString(calls);
    }

    /** put DATAFLOW AUDIENCE NAME TIMES. */
    private String put(List<String> words) {
      for (int i = 0; i < Integer.parseInt(words.get(4)); i++) {
        Instant now = Instant.now();
        registry
            .lists()
            .put(
                new Registration(
                    "linkedin",
                    new ListRef(words.get(1), words.get(2)),
                    words.get(3),
                    "id-" + run,
                    now,
                    now,
                    run,
                    0));
      }
      return "put";
    }
  }
}
