package io.muster.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One comparison: contenders on the same work.
 *
 * @param name for the command line
 * @param title for people
 * @param connections at each target, among which the lists are dealt out
 * @param heap the most heap of a contender, as {@code -Xmx} takes it
 * @param runs of each contender; one more of each goes before them and is not counted
 * @param steady whether each contender also does a tenth of the work, for the rate in between
 */
record Bench(
    String name,
    String title,
    Workload workload,
    List<Target> targets,
    int connections,
    List<Contender> contenders,
    String heap,
    int runs,
    boolean steady) {

  private static final Contender FLINK = new Contender.Muster("flink", List.of("--parallelism=2"));
  private static final Contender DIRECT = new Contender.Muster("direct", List.of());
  private static final Contender FLINK_WITH_CHECKPOINTS =
      new Contender.Muster("flink", List.of("--parallelism=2", "--checkpointingInterval=10000"));
  private static final Contender BY_HAND = new Contender.ByHand();
  private static final long SEED = 20261122;

  /** What is measured when nothing else is asked for. */
  static List<Bench> all() {
    return List.of(
        new Bench(
            "linkedin-50",
            "LinkedIn, 50 lists, against others",
            Workload.mixed(SEED, 1_000_000, 50),
            List.of(Target.LINKEDIN),
            1,
            Stream.concat(
                    Stream.of(BY_HAND, FLINK_WITH_CHECKPOINTS, new Contender.NaiveBeam()),
                    Contender.SegmentAction.installed().stream())
                .toList(),
            "3g",
            3,
            true),
        new Bench(
            "linkedin",
            "LinkedIn, one list",
            Workload.mixed(SEED, 100_000, 1),
            List.of(Target.LINKEDIN),
            1,
            List.of(FLINK, DIRECT),
            "1g",
            5,
            false),
        new Bench(
            "four-vendors",
            "All four destinations at once, one list each: four membership changes a record",
            Workload.mixed(SEED, 100_000, 1).withMail(),
            Target.ALL,
            1,
            List.of(FLINK, DIRECT),
            "3g",
            3,
            false),
        new Bench(
            "linkedin-1m",
            "LinkedIn, one list, ten times the changes",
            Workload.mixed(SEED, 1_000_000, 1),
            List.of(Target.LINKEDIN),
            1,
            List.of(FLINK),
            "3g",
            3,
            false));
  }

  /** Muster against the hand-written program, small enough for every build. */
  static Bench smoke() {
    return new Bench(
        "smoke",
        "LinkedIn, 50 lists, a smoke test",
        Workload.mixed(SEED, 100_000, 50),
        List.of(Target.LINKEDIN),
        1,
        List.of(BY_HAND, FLINK_WITH_CHECKPOINTS),
        "1g",
        1,
        false);
  }

  /** How it scales: what is measured only when asked for by name, since it takes hours. */
  static List<Bench> scaling() {
    return List.of(
        input("100k", Target.LINKEDIN, 100_000, 3),
        input("1m", Target.LINKEDIN, 1_000_000, 3),
        input("10m", Target.LINKEDIN, 10_000_000, 1),
        // What is sent to make room may be taken back later; here all of it may wait.
        input("10m-held", Target.LINKEDIN.holding(20_000_000), 10_000_000, 1),
        // The vendor's budget, 300 calls a minute, is a connection's: a thousand lists are more.
        lists(1, 1),
        lists(50, 5),
        lists(1_000, 5),
        connections(1),
        connections(4),
        connections(20),
        new Bench(
            "scale-parallelism",
            "Parallelism 1 and 2",
            Workload.mixed(SEED, 1_000_000, 50),
            List.of(Target.LINKEDIN),
            1,
            List.of(parallel(1), parallel(2)),
            "3g",
            3,
            true));
  }

  private static Bench input(String words, Target target, int changes, int runs) {
    return new Bench(
        "scale-input-" + words,
        "Input of " + words + ", state in RocksDB",
        Workload.mixed(SEED, changes, 50),
        List.of(target),
        1,
        List.of(FLINK_WITH_CHECKPOINTS.with(List.of("--stateBackend=rocksdb"))),
        "1g",
        runs,
        changes > 100_000);
  }

  private static Bench lists(int lists, int connections) {
    return scaled(
        "scale-lists-" + lists,
        "Lists: %,d, of %d connection%s".formatted(lists, connections, connections > 1 ? "s" : ""),
        lists,
        connections);
  }

  private static Bench connections(int connections) {
    return scaled(
        "scale-connections-" + connections,
        "Connections: %d, among which 20 lists are dealt out".formatted(connections),
        20,
        connections);
  }

  private static Bench scaled(String name, String title, int lists, int connections) {
    return new Bench(
        name,
        title,
        Workload.mixed(SEED, 1_000_000, lists),
        List.of(Target.LINKEDIN),
        connections,
        List.of(FLINK_WITH_CHECKPOINTS),
        "3g",
        3,
        false);
  }

  private static Contender parallel(int parallelism) {
    return new Contender.Muster(
        "flink",
        "parallelism " + parallelism,
        List.of("--parallelism=" + parallelism, "--checkpointingInterval=10000"));
  }

  Bench with(Workload other, String otherHeap, int otherRuns) {
    return new Bench(
        name, title, other, targets, connections, contenders, otherHeap, otherRuns, steady);
  }

  Bench withJobOptions(List<String> options) {
    return withContenders(contenders.stream().map(contender -> contender.with(options)).toList());
  }

  Bench onlyContenders(String part) {
    return withContenders(
        contenders.stream().filter(contender -> contender.name().contains(part)).toList());
  }

  private Bench withContenders(List<Contender> others) {
    return new Bench(name, title, workload, targets, connections, others, heap, runs, steady);
  }
}
