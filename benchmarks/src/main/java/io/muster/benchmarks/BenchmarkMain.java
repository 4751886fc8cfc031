package io.muster.benchmarks;

import io.muster.benchmarks.BenchRunner.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code benchmarks/run}: measures, prints the tables and writes them where {@code --out} says. */
final class BenchmarkMain {

  private BenchmarkMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(List.of(args));
    } catch (IllegalArgumentException wrong) {
      System.err.println("benchmarks/run: " + wrong.getMessage());
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.print(Options.HELP);
      return;
    }
    Path folder = Files.createTempDirectory("muster-benchmarks");
    int code = 0;
    try {
      if (options.latency().isPresent()) {
        LatencyBench bench =
            new LatencyBench(
                options.latency().get(),
                folder,
                options.jvmOptions(),
                options.jobOptions(),
                System.err);
        System.out.print(bench.run().words());
      } else if (options.soak().isPresent()) {
        code = soak(options.soak().get(), folder);
      } else if (options.backfill().isPresent()) {
        BackfillBench.Result result =
            new BackfillBench(options.backfill().get(), folder, System.err).run();
        System.out.print(result.words());
        code = result.isRight() ? 0 : 1;
      } else if (options.profile()) {
        profile(options, folder);
      } else {
        measure(options, folder);
      }
    } finally {
      Folders.delete(folder);
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int soak(SoakBench.Load load, Path folder)
      throws IOException, InterruptedException {
    Path bundle = Path.of(System.getProperty("muster.bundle"));
    SoakBench.Result result = new SoakBench(load, folder, bundle, System.err).run();
    System.out.print(result.words());
    return result.isFlat() && result.isDelivered() ? 0 : 1;
  }

  /** Kept beside the module, unless nobody says where that is. */
  private static Inputs inputs(Path folder) {
    return new Inputs(
        Optional.ofNullable(System.getProperty("muster.benchmarks"))
            .map(module -> Path.of(module, "target", "inputs"))
            .orElseGet(() -> folder.resolve("inputs")));
  }

  private static void measure(Options options, Path folder)
      throws IOException, InterruptedException {
    double load = Machine.load();
    BenchRunner runner = new BenchRunner(folder, inputs(folder), options.jvmOptions(), System.err);
    List<Result> results = new ArrayList<>();
    for (Bench bench : options.benches()) {
      results.add(runner.run(bench));
      if (options.out().isPresent()) {
        Files.writeString(options.out().get(), ResultsPage.of(results, options.jvmOptions(), load));
      }
    }
    System.out.print(ResultsPage.of(results, options.jvmOptions(), load));
  }

  private static void profile(Options options, Path folder)
      throws IOException, InterruptedException {
    BenchRunner runner = new BenchRunner(folder, inputs(folder), options.jvmOptions(), System.err);
    for (Bench bench : options.benches()) {
      for (Contender contender : bench.contenders()) {
        Path recording = folder.resolve("profile.jfr");
        runner.record(bench, contender, recording);
        System.out.println(bench.name() + ", " + contender.name());
        Profile.read(recording).print(System.out);
        System.out.println();
      }
    }
  }
}
