package io.muster.benchmarks;

import io.muster.benchmarks.BenchRunner.Result;
import io.muster.benchmarks.BenchRunner.Runs;
import java.util.ArrayList;
import java.util.List;

/** Changes a second of a bench's contenders, one number a round; none where it was not measured. */
record Rates(Result result) {

  /** Of the whole input, without what an empty one takes: N / (T(N) - T(0)). */
  List<Double> afterStart(String contender) {
    Runs full = result.full().get(contender);
    if (full == null) {
      return List.of();
    }
    double start = result.empty().get(contender).series(Measurement::seconds).median();
    return full.measurements().stream()
        .map(run -> result.bench().workload().changes() / (run.seconds() - start))
        .toList();
  }

  /** Of the whole input for a second of CPU time, without what an empty one takes. */
  List<Double> ofCpu(String contender) {
    double start = result.empty().get(contender).series(run -> run.self().cpuMs()).median() / 1000;
    return result.full().get(contender).measurements().stream()
        .map(run -> result.bench().workload().changes() / (run.self().cpuMs() / 1000 - start))
        .toList();
  }

  /** Between a tenth and the whole, both of one round: (N2 - N1) / (T(N2) - T(N1)). */
  List<Double> steady(String contender) {
    Runs full = result.full().get(contender);
    Runs tenth = result.tenth().get(contender);
    if (full == null || tenth == null) {
      return List.of();
    }
    Workload workload = result.bench().workload();
    int changes = workload.changes() - workload.tenth().changes();
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < full.measurements().size(); round++) {
      rates.add(
          changes
              / (full.measurements().get(round).seconds()
                  - tenth.measurements().get(round).seconds()));
    }
    return rates;
  }
}
