package io.muster.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A moment of a {@link SoakBench}.
 *
 * @param second since it began
 * @param workers the TaskManagers together
 * @param stateBytes of the latest checkpoint, whole
 * @param failedCheckpoints until now
 * @param pending changes that are open, by the report
 */
record SoakSample(
    long second,
    ProcessFigures workers,
    ProcessFigures jobManager,
    long stateBytes,
    int failedCheckpoints,
    long pending) {

  /**
   * What must be flat.
   *
   * @param slack by how much it may grow over what is looked at, at least; or a tenth
   */
  record Measure(String name, double slack, ToDoubleFunction<SoakSample> value) {

    Trend of(List<SoakSample> samples) {
      return Trend.ofLastTwoThirds(
          name,
          samples.stream().mapToDouble(SoakSample::second).toArray(),
          samples.stream().mapToDouble(value).toArray(),
          slack);
    }
  }

  static final List<Measure> MEASURES =
      List.of(
          new Measure("live heap of the TaskManagers, MiB", 16, each -> mib(each.workers)),
          new Measure("threads of the TaskManagers", 6, each -> each.workers.threads()),
          new Measure("open files of the TaskManagers", 10, each -> each.workers.handles()),
          new Measure("live heap of the JobManager, MiB", 8, each -> mib(each.jobManager)),
          new Measure("threads of the JobManager", 4, each -> each.jobManager.threads()),
          new Measure("open files of the JobManager", 6, each -> each.jobManager.handles()),
          new Measure("state, MiB", 1, each -> each.stateBytes / (double) (1 << 20)));

  private static double mib(ProcessFigures figures) {
    return figures.heapKib() / 1024.0;
  }

  static String header() {
    return "     s | TaskManagers: heap MiB  threads  files | JobManager: heap MiB  threads  files"
        + " | state MiB  failed checkpoints  pending\n";
  }

  String row() {
    return "%6d | %22.1f %8d %6d | %20.1f %8d %6d | %9.1f %19d %8d%n"
        .formatted(
            second,
            mib(workers),
            workers.threads(),
            workers.handles(),
            mib(jobManager),
            jobManager.threads(),
            jobManager.handles(),
            stateBytes / (double) (1 << 20),
            failedCheckpoints,
            pending);
  }
}
