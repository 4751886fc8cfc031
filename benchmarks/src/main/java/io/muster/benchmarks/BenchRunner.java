package io.muster.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.benchmarks.Contender.Job;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final long LONGEST_JOB_MINUTES = 20;

  private final Path folder;
  private final List<String> jvmOptions;
  private final PrintStream progress;
  private int jobs;

  BenchRunner(Path folder, List<String> jvmOptions, PrintStream progress) {
    this.folder = folder;
    this.jvmOptions = jvmOptions;
    this.progress = progress;
  }

  /**
   * What came of a bench, by contender.
   *
   * @param empty the same job without any change: start-up and end
   */
  record Result(Bench bench, long inputBytes, Map<String, Runs> full, Map<String, Runs> empty) {}

  /** The runs of one contender. */
  record Runs(List<Measurement> measurements) {

    Series series(ToDoubleFunction<Measurement> value) {
      return Series.of(measurements.stream().mapToDouble(value).boxed().toList());
    }
  }

  Result run(Bench bench) throws IOException, InterruptedException {
    progress.println(bench.name() + ": " + bench.workload().words());
    Path input = folder.resolve(bench.name() + ".jsonl");
    Oracle oracle = InputWriter.write(bench.workload(), input);
    Path nothing = Files.writeString(folder.resolve("empty.jsonl"), "");
    Oracle nobody = new Oracle(bench.workload());
    Map<String, Runs> full = new LinkedHashMap<>();
    Map<String, Runs> empty = new LinkedHashMap<>();
    try (Sandbox sandbox = Sandbox.start(folder)) {
      for (int round = 0; round <= bench.runs(); round++) {
        for (Contender contender : bench.contenders()) {
          Measurement start = job(bench, contender, sandbox, nothing, nobody, Optional.empty());
          Measurement whole = job(bench, contender, sandbox, input, oracle, Optional.empty());
          boolean counts = round > 0; // the first only warms the sandbox and the disk's cache
          tell(contender, start, whole, counts);
          if (counts) {
            runs(empty, contender).measurements().add(start);
            runs(full, contender).measurements().add(whole);
          }
        }
      }
    }
    long bytes = Files.size(input);
    Files.delete(input);
    return new Result(bench, bytes, full, empty);
  }

  /** One job with a flight recording. */
  void record(Bench bench, Contender contender, Path recording)
      throws IOException, InterruptedException {
    Path input = folder.resolve(bench.name() + ".jsonl");
    Oracle oracle = InputWriter.write(bench.workload(), input);
    try (Sandbox sandbox = Sandbox.start(folder)) {
      job(bench, contender, sandbox, input, oracle, Optional.empty());
      job(bench, contender, sandbox, input, oracle, Optional.of(recording));
    }
    Files.delete(input);
  }

  private static Runs runs(Map<String, Runs> all, Contender contender) {
    return all.computeIfAbsent(contender.name(), name -> new Runs(new ArrayList<>()));
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
      Bench bench,
      Contender contender,
      Sandbox sandbox,
      Path input,
      Oracle oracle,
      Optional<Path> recording)
      throws IOException, InterruptedException {
    int lists = bench.workload().lists();
    sandbox.reset();
    if (bench.targets().contains(Target.LINKEDIN)) {
      for (int list = 0; list < lists; list++) {
        sandbox.makeLinkedInList(Workload.listName(list));
      }
    }
    Path own = Files.createDirectory(folder.resolve("job-" + ++jobs));
    Path workspace = Workspaces.write(own, sandbox.url(), bench.targets(), lists);
    List<String> options = new ArrayList<>(jvmOptions);
    options.add("-Xmx" + bench.heap());
    // Embedded Flink leaves a jar there.
    options.add("-Djava.io.tmpdir=" + Files.createDirectory(own.resolve("tmp")));
    Job job = new Job(workspace, input, own.resolve("out"), options);
    Path out = own.resolve("stdout");
    Path err = own.resolve("stderr");
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
    Measurement measured =
        new Measurement(
            seconds, selfReport(out), Score.of(sandbox, bench.targets(), oracle, lists));
    Folders.delete(own);
    return measured;
  }

  private static SelfReport selfReport(Path out) throws IOException {
    List<String> lines = Files.readAllLines(out);
    return lines.isEmpty()
        ? SelfReport.NONE
        : new ObjectMapper().readValue(lines.get(lines.size() - 1), SelfReport.class);
  }
}
