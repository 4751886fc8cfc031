package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.delivery.WriterLease;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
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

  /** Ends it as a crash does; the answers that it had given by then and nobody has asked for. */
  List<String> killAndHear() throws InterruptedException, IOException {
    // Process itself would close the answers.
    process.toHandle().destroyForcibly();
    process.waitFor();
    List<String> heard = new ArrayList<>();
    for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
      heard.add(answer);
    }
    return heard;
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
        case "acquire" -> acquire(words.subList(1, words.size()), LeaseHolder.ofThisProcess(run));
        case "release" -> {
          if (lease != null) {
            registry.leases(Clock.systemUTC()).release(lease);
            lease = null;
          }
          yield "released";
        }
        case "put" -> put(words);
        case "draw" -> draw(words);
        case "acquire-job" -> acquire(words.subList(1, words.size()), LeaseHolder.ofJob(run));
        case "work" -> work(words.get(1), Integer.parseInt(words.get(2)));
        default -> "unknown command";
      };
    }

    private String acquire(List<String> connections, LeaseHolder holder) {
      LeaseOutcome outcome = registry.leases(Clock.systemUTC()).acquire(connections, holder);
      if (outcome instanceof LeaseOutcome.Granted granted) {
        lease = granted.lease();
        return "granted";
      }
      return "taken by " + ((LeaseOutcome.Taken) outcome).holder().run();
    }

    /**
     * work CONNECTION TIMES, as a worker of a job does: beats on a thread of its own, and draws
     * that often; answers with the longest time that a draw took, in milliseconds.
     */
    private String work(String connection, int times) {
      try (DeliveryRegistry worker =
          RegistryLocation.of(state).jobOpener(Duration.ofMillis(20)).open()) {
        WriterLease lease = worker.lease(connection, run, Clock.systemUTC());
        lease.takeUp();
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
        Future<?> beating = beats.scheduleWithFixedDelay(lease::beat, 0, 20, TimeUnit.MILLISECONDS);
        CallLimit limit = new CallLimit("companies", Limits.UNLIMITED, 1_000_000);
        long longest = 0;
        for (int i = 0; i < times; i++) {
          long begun = System.nanoTime();
          worker.budgets().draw(lease.writer(), connection, limit, 1, Instant.now());
          longest = Math.max(longest, System.nanoTime() - begun);
        }
        // A beat that has failed has ended it.
        boolean kept = !beating.isDone();
        beats.shutdown();
        return kept ? Long.toString(TimeUnit.NANOSECONDS.toMillis(longest)) : "a beat failed";
      }
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
            .lists(Clock.systemUTC())
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
