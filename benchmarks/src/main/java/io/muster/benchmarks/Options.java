package io.muster.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code benchmarks/run} is asked for. */
record Options(
    List<Bench> benches,
    List<String> jvmOptions,
    List<String> jobOptions,
    Optional<Path> out,
    boolean profile,
    Optional<LatencyBench.Load> latency,
    Optional<SoakBench.Load> soak,
    Optional<BackfillBench.Load> backfill,
    boolean help) {

  static final String HELP =
      """
      Usage: benchmarks/run [--bench NAME]... [--contender PART] [--runs N] [--changes N]
                            [--seed N] [--heap SIZE] [--jvm OPTION]... [--job OPTION]...
                            [--out FILE] [--profile]
             benchmarks/run --latency [--rate N] [--seconds N] [--warm-up N] [--jvm OPTION]...
                            [--job OPTION]...
             benchmarks/run --soak [--rate N] [--seconds N]
             benchmarks/run --backfill [--changes N] [--heap SIZE]

      Measures whole runs against the vendor sandbox, prints tables of medians and spreads.

        --bench NAME      only this one (repeatable): linkedin-50, linkedin, linkedin-1m, four-vendors,
                          or one that is measured only then: scale-input-100k, -1m, -10m,
                          -10m-held, scale-lists-1, -50, -1000,
                          scale-connections-1, -4, -20, scale-parallelism
        --contender PART  only contenders whose name holds PART, such as flink
        --runs N          runs of each contender that count (one more goes before)
        --changes N       another size of the input
        --seed N          another input of the same kind
        --heap SIZE       heap of each contender, default 1g or, for more work, 3g
        --jvm OPTION      another option for each contender's JVM (repeatable)
        --job OPTION      another option for each job, such as --maxBundleTimeMills=1000 (repeatable)
        --out FILE        also write the tables there; benchmarks/results.md is the kept one
        --profile         no figures: a profile of where the time goes, by stage and method
        --latency         instead: how long a change takes from Kafka to the vendor, at a steady rate
        --soak            instead: whether a job on a cluster needs more and more while its vendors
                          fail now and then; ends with 1 when it does, or something is lost
        --backfill        instead: a snapshot of a million profiles into all four vendors with a heap
                          of 512 MiB, the same again, and with 3% changed; ends with 1 when not
                          exactly what has changed was sent
        --rate N          of so many changes a second, default 5000 (--soak: 500)
        --seconds N       that count, default 60 (--soak: 600)
        --warm-up N       seconds before, default 60
      """;

  /**
   * Parses.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static Options parse(List<String> args) {
    List<Bench> benches = Bench.all();
    List<Bench> every = Stream.concat(benches.stream(), Bench.scaling().stream()).toList();
    List<String> names = every.stream().map(Bench::name).toList();
    List<String> chosen = new ArrayList<>();
    Optional<String> contender = Optional.empty();
    Optional<Integer> runs = Optional.empty();
    Optional<Integer> changes = Optional.empty();
    Optional<Integer> seed = Optional.empty();
    Optional<String> heap = Optional.empty();
    List<String> jvmOptions = new ArrayList<>();
    List<String> jobOptions = new ArrayList<>();
    Optional<Path> out = Optional.empty();
    boolean profile = false;
    boolean latency = false;
    boolean soak = false;
    boolean backfill = false;
    Optional<Integer> rate = Optional.empty();
    Optional<Integer> seconds = Optional.empty();
    int warmUp = 60;
    boolean help = false;
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (arg) {
        case "--bench" -> chosen.add(known(value(arg, rest), names));
        case "--contender" -> contender = Optional.of(value(arg, rest));
        case "--runs" -> runs = Optional.of(number(arg, rest));
        case "--changes" -> changes = Optional.of(number(arg, rest));
        case "--seed" -> seed = Optional.of(number(arg, rest));
        case "--heap" -> heap = Optional.of(value(arg, rest));
        case "--jvm" -> jvmOptions.add(value(arg, rest));
        case "--job" -> jobOptions.add(value(arg, rest));
        case "--out" -> out = Optional.of(Path.of(value(arg, rest)));
        case "--profile" -> profile = true;
        case "--latency" -> latency = true;
        case "--soak" -> soak = true;
        case "--backfill" -> backfill = true;
        case "--rate" -> rate = Optional.of(number(arg, rest));
        case "--seconds" -> seconds = Optional.of(number(arg, rest));
        case "--warm-up" -> warmUp = number(arg, rest);
        case "--help", "-h" -> help = true;
        default -> throw new IllegalArgumentException("unknown argument " + arg + "; see --help");
      }
    }
    String part = contender.orElse("");
    Optional<String> most = heap;
    Optional<Integer> size = changes;
    Optional<Integer> times = runs;
    Optional<Integer> start = seed;
    List<Bench> asked =
        (chosen.isEmpty() ? benches : every)
            .stream()
                .filter(bench -> chosen.isEmpty() || chosen.contains(bench.name()))
                .map(bench -> bench.onlyContenders(part).withJobOptions(jobOptions))
                .map(
                    bench ->
                        bench.with(
                            bench
                                .workload()
                                .withChanges(size.orElse(bench.workload().changes()))
                                .withSeed(
                                    start.map(Integer::longValue).orElse(bench.workload().seed())),
                            most.orElse(bench.heap()),
                            times.orElse(bench.runs())))
                .filter(bench -> !bench.contenders().isEmpty())
                .toList();
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("no contender's name holds " + part);
    }
    Optional<LatencyBench.Load> load =
        latency
            ? Optional.of(new LatencyBench.Load(rate.orElse(5_000), warmUp, seconds.orElse(60)))
            : Optional.empty();
    Optional<SoakBench.Load> soaked =
        soak
            ? Optional.of(new SoakBench.Load(rate.orElse(500), seconds.orElse(600)))
            : Optional.empty();
    Optional<BackfillBench.Load> filled =
        backfill
            ? Optional.of(new BackfillBench.Load(size.orElse(1_000_000), most.orElse("512m")))
            : Optional.empty();
    return new Options(asked, jvmOptions, jobOptions, out, profile, load, soaked, filled, help);
  }

  private static String known(String name, List<String> names) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("unknown bench " + name + "; there are " + names);
    }
    return name;
  }

  private static String value(String arg, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(arg + " needs a value");
    }
    return rest.next();
  }

  private static int number(String arg, Iterator<String> rest) {
    String value = value(arg, rest);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(arg + " must be a whole number from 1, not " + value);
    }
    return Integer.parseInt(value);
  }
}
