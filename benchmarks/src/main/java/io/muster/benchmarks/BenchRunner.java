package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.benchmarks.Contender.Job;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Runs a bench. Each job is a fresh process, since that is what a user's is, and neither the JIT
 * nor the heap of one contender helps another. Contenders take turns, so that what else the machine
 * does falls on all of them alike.
 */
final class BenchRunner {

  private static final long LONGEST_JOB_MINUTES = 60;
  private static final int MANY = 2_000_000;

  private final Path folder;
  private final Inputs inputs;
  private final List<String> jvmOptions;
  private final PrintStream progress;
  private int jobs;

  /**
   * @param folder for what jobs leave
   * @param inputs for what they read, which may be kept
   * @param jvmOptions more of them for each contender
   */
  BenchRunner(Path folder, Inputs inputs, List<String> jvmOptions, PrintStream progress) {
    this.folder = folder;
    this.inputs = inputs;
    this.jvmOptions = jvmOptions;
    this.progress = progress;
  }

  /**
   * What came of a bench.
   *
   * @param inputBytes size of the whole input
   * @param full by contender
   * @param empty the same job without any change: start-up and end
   * @param tenth the same job with a tenth of the changes; without entries where none was wanted
   */
  record Result(
      Bench bench,
      long inputBytes,
      Map<String, Runs> full,
      Map<String, Runs> empty,
      Map<String, Runs> tenth) {}

  /** The runs of one contender. */
  record Runs(List<Measurement> measurements) {

    Series series(ToDoubleFunction<Measurement> value) {
      return Series.of(measurements.stream().mapToDouble(value).boxed().toList());
    }
  }

  /** All its rounds, and one before them that only warms the sandbox and the disk's cache. */
  Result run(Bench bench) throws IOException, InterruptedException {
    return run(bench, 1);
  }

  /**
   * Runs a bench.
   *
   * @param warmUps rounds that come first and don't count
   */
  Result run(Bench bench, int warmUps) throws IOException, InterruptedException {
    progress.println(bench.name() + ": " + bench.workload().words());
    Input input = inputs.of(bench.workload());
    Input nothing = inputs.nothing(bench.workload());
    Result result =
        new Result(
            bench,
            Files.size(input.file()),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    Optional<Input> tenth = Optional.empty();
    if (bench.steady()) {
      tenth = Optional.of(inputs.of(bench.workload().tenth()));
    }
    try (Sandbox sandbox = Sandbox.start(folder, sandboxHeap(bench))) {
      for (int round = 1 - warmUps; round <= bench.runs(); round++) {
        boolean counts = round > 0;
        for (Contender contender : bench.contenders()) {
          Measurement start = job(bench, contender, sandbox, nothing, Optional.empty());
          Optional<Measurement> part = Optional.empty();
          if (tenth.isPresent()) {
            part = Optional.of(job(bench, contender, sandbox, tenth.get(), Optional.empty()));
          }
          Measurement whole = job(bench, contender, sandbox, input, Optional.empty());
          tell(contender, start, whole, counts);
          if (counts) {
            add(result.empty(), contender, start);
            part.ifPresent(measured -> add(result.tenth(), contender, measured));
            add(result.full(), contender, whole);
          }
        }
      }
    }
    return result;
  }

  /** One job with a flight recording. */
  void record(Bench bench, Contender contender, Path recording)
      throws IOException, InterruptedException {
    Input input = inputs.of(bench.workload());
    try (Sandbox sandbox = Sandbox.start(folder, sandboxHeap(bench))) {
      job(bench, contender, sandbox, input, Optional.empty());
      job(bench, contender, sandbox, input, Optional.of(recording));
    }
  }

  private static void add(Map<String, Runs> all, Contender contender, Measurement measured) {
    all.computeIfAbsent(contender.name(), name -> new Runs(new ArrayList<>()))
        .measurements()
        .add(measured);
  }

  private void tell(Contender contender, Measurement start, Measurement whole, boolean counts) {
    progress.printf(
        Locale.ROOT,
        "  %-14s empty %5.2f s, whole %6.2f s, cpu %6.2f s, wrong %d, calls %d of %d%s%n",
        contender.name(),
        start.seconds(),
        whole.seconds(),
        whole.self().cpuMs() / 1000,
        whole.score().wrong(),
        whole.score().calls(),
        whole.score().idealCalls(),
        counts ? "" : "  (not counted)");
  }

  private Measurement job(
      Bench bench, Contender contender, Sandbox sandbox, Input input, Optional<Path> recording)
      throws IOException, InterruptedException {
    int lists = bench.workload().lists();
    sandbox.reset();
    if (bench.targets().contains(Target.LINKEDIN)) {
      for (int list = 0; list < lists; list++) {
        sandbox.makeLinkedInList(Workload.listName(list));
      }
    }
    Path own = Files.createDirectory(folder.resolve("job-" + ++jobs));
    Path workspace =
        Workspaces.write(own, sandbox.url(), bench.targets(), lists, bench.connections());
    List<String> options = new ArrayList<>(jvmOptions);
    options.add("-Xmx" + bench.heap());
    // Embedded Flink leaves a jar there.
    options.add("-Djava.io.tmpdir=" + Files.createDirectory(own.resolve("tmp")));
    Job job = new Job(workspace, sandbox.url(), lists, input.file(), own.resolve("out"), options);
    Path out = own.resolve("stdout");
    Path err = own.resolve("stderr");
    Instant startedAt = Instant.now();
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(contender.command(job, recording))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Thread atOurEnd = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atOurEnd);
    if (!process.waitFor(LONGEST_JOB_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(atOurEnd);
    if (exit != 0 && exit != 3) {
      throw new IOException(
          contender.name()
              + " ended with "
              + exit
              + ": "
              + Files.readString(err, StandardCharsets.UTF_8));
    }
    JsonNode calls = sandbox.calls();
    Measurement measured =
        new Measurement(
            seconds,
            FirstCalls.of(calls, startedAt),
            selfReport(out),
            Score.of(sandbox, calls, bench.targets(), input.oracle(), lists));
    Folders.delete(own);
    return measured;
  }

  /** It holds every member, and shows them all at once at the end. */
  private static String sandboxHeap(Bench bench) {
    return bench.workload().changes() > MANY ? "10g" : "2g";
  }

  private static SelfReport selfReport(Path out) throws IOException {
    List<String> lines = Files.readAllLines(out);
    return lines.isEmpty()
        ? SelfReport.NONE
        : new ObjectMapper().readValue(lines.get(lines.size() - 1), SelfReport.class);
  }
}
