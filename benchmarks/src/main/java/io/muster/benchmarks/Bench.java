package io.muster.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One comparison: contenders on the same work.
 *
 * @param name for the command line
 * @param title for people
 * @param heap the most heap of a contender, as {@code -Xmx} takes it
 * @param runs of each contender; one more of each goes before them and is not counted
 * @param steady whether each contender also does a tenth of the work, for the rate in between
 */
record Bench(
    String name,
    String title,
    Workload workload,
    List<Target> targets,
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
            List.of(FLINK, DIRECT),
            "1g",
            5,
            false),
        new Bench(
            "four-vendors",
            "All four destinations at once, one list each: four membership changes a record",
            Workload.mixed(SEED, 100_000, 1).withMail(),
            List.of(Target.LINKEDIN, Target.DEMANDBASE, Target.DEMANDBASE_PEOPLE, Target.BOMBORA),
            List.of(FLINK, DIRECT),
            "3g",
            3,
            false),
        new Bench(
            "linkedin-1m",
            "LinkedIn, one list, ten times the changes",
            Workload.mixed(SEED, 1_000_000, 1),
            List.of(Target.LINKEDIN),
            List.of(FLINK),
            "3g",
            3,
            false));
  }

  Bench with(Workload other, String otherHeap, int otherRuns) {
    return new Bench(name, title, other, targets, contenders, otherHeap, otherRuns, steady);
  }

  Bench withJobOptions(List<String> options) {
    return withContenders(contenders.stream().map(contender -> contender.with(options)).toList());
  }

  Bench onlyContenders(String part) {
    return withContenders(
        contenders.stream().filter(contender -> contender.name().contains(part)).toList());
  }

  private Bench withContenders(List<Contender> others) {
    return new Bench(name, title, workload, targets, others, heap, runs, steady);
  }
}
