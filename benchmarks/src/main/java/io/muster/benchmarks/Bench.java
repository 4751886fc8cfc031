package io.muster.benchmarks;

import java.util.List;

/**
 * One comparison: contenders on the same work.
 *
 * @param name for the command line
 * @param title for people
 * @param heap the most heap of a contender, as {@code -Xmx} takes it
 * @param runs of each contender; one more of each goes before them and is not counted
 */
record Bench(
    String name,
    String title,
    Workload workload,
    List<Target> targets,
    List<Contender> contenders,
    String heap,
    int runs) {

  private static final Contender FLINK = new Contender.Muster("flink", List.of("--parallelism=2"));
  private static final Contender DIRECT = new Contender.Muster("direct", List.of());
  private static final long SEED = 20261122;

  /** What is measured when nothing else is asked for. */
  static List<Bench> all() {
    return List.of(
        new Bench(
            "linkedin",
            "LinkedIn, one list",
            Workload.mixed(SEED, 100_000, 1),
            List.of(Target.LINKEDIN),
            List.of(FLINK, DIRECT),
            "1g",
            5),
        new Bench(
            "four-vendors",
            "All four destinations at once, one list each: four membership changes a record",
            Workload.mixed(SEED, 100_000, 1).withMail(),
            List.of(Target.LINKEDIN, Target.DEMANDBASE, Target.DEMANDBASE_PEOPLE, Target.BOMBORA),
            List.of(FLINK, DIRECT),
            "3g",
            3),
        new Bench(
            "linkedin-1m",
            "LinkedIn, one list, ten times the changes",
            Workload.mixed(SEED, 1_000_000, 1),
            List.of(Target.LINKEDIN),
            List.of(FLINK),
            "3g",
            3));
  }

  Bench with(Workload other, String otherHeap, int otherRuns) {
    return new Bench(name, title, other, targets, contenders, otherHeap, otherRuns);
  }

  Bench withJobOptions(List<String> options) {
    return new Bench(
        name,
        title,
        workload,
        targets,
        contenders.stream().map(contender -> contender.with(options)).toList(),
        heap,
        runs);
  }

  Bench onlyContenders(String part) {
    return new Bench(
        name,
        title,
        workload,
        targets,
        contenders.stream().filter(contender -> contender.name().contains(part)).toList(),
        heap,
        runs);
  }
}
