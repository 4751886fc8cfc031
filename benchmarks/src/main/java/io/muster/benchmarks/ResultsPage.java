package io.muster.benchmarks;

import io.muster.benchmarks.BenchRunner.Result;
import io.muster.benchmarks.BenchRunner.Runs;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a page of Markdown, which is what the terminal shows too. */
final class ResultsPage {

  private static final String NOT_KNOWN = "-";

  private ResultsPage() {}

  static String of(List<Result> results, List<String> jvmOptions, double loadBefore) {
    StringBuilder page = new StringBuilder();
    page.append("# Benchmark results\n\nWritten by `benchmarks/run`; README.md says what the")
        .append(" columns mean.\n\n- Date: ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append("\n- Machine: ")
        .append(Machine.words())
        .append("\n- Versions: ")
        .append(Machine.versions())
        .append(
            String.format(
                Locale.ROOT,
                "\n- Load of the machine before the first job: %.1f (0 is a quiet machine)\n",
                loadBefore));
    if (!jvmOptions.isEmpty()) {
      page.append("- More JVM options of each contender: ")
          .append(String.join(" ", jvmOptions))
          .append("\n");
    }
    for (Result result : results) {
      section(page, result);
    }
    return page.toString();
  }

  private static void section(StringBuilder page, Result result) {
    Bench bench = result.bench();
    page.append("\n## ").append(bench.title()).append("\n\n`").append(bench.name()).append("`: ");
    page.append(bench.workload().words());
    page.append(
        String.format(
            Locale.ROOT,
            "; %.0f bytes a change, heap -Xmx%s. Median (least to greatest) of %d runs.\n\n",
            (double) result.inputBytes() / bench.workload().changes(),
            bench.heap(),
            bench.runs()));
    List<List<String>> speed = new ArrayList<>();
    speed.add(
        List.of(
            "contender",
            "whole job, s",
            "empty input, s",
            "first call, s",
            "first members, s",
            "changes/s after start-up",
            "of " + baseline(result),
            "steady changes/s",
            "of " + baseline(result)));
    List<List<String>> cost = new ArrayList<>();
    cost.add(
        List.of(
            "contender",
            "CPU, s",
            "of it start-up, s",
            "of it JIT, s",
            "in GC, s",
            "peak heap, MiB",
            "live heap, MiB",
            "peak memory, MiB",
            "calls / ideal",
            "members wrong",
            "breaches"));
    result
        .full()
        .forEach(
            (name, full) -> {
              speed.add(speed(result, name, full));
              cost.add(cost(result, name, full));
            });
    table(page, speed);
    page.append("\n");
    table(page, cost);
    ratios(page, result);
  }

  private static List<String> speed(Result result, String name, Runs full) {
    Rates rates = new Rates(result);
    List<Double> afterStart = rates.afterStart(name);
    List<Double> steady = rates.steady(name);
    return List.of(
        name,
        full.series(Measurement::seconds).words(2),
        result.empty().get(name).series(Measurement::seconds).words(2),
        known(full.series(run -> run.first().any()), 2),
        known(full.series(run -> run.first().withMembers()), 2),
        Series.of(afterStart).words(0),
        ofBaseline(afterStart, rates.afterStart(baseline(result))),
        steady.isEmpty() ? NOT_KNOWN : Series.of(steady).words(0),
        ofBaseline(steady, rates.steady(baseline(result))));
  }

  /** The contender that the others are measured by: the first. */
  private static String baseline(Result result) {
    return result.full().keySet().iterator().next();
  }

  private static List<String> cost(Result result, String name, Runs full) {
    Runs empty = result.empty().get(name);
    Series calls = full.series(run -> run.score().calls());
    return List.of(
        name,
        full.series(run -> run.self().cpuMs() / 1000).words(1),
        empty.series(run -> run.self().cpuMs() / 1000).words(1),
        known(full.series(run -> run.self().compilerMs() / 1000), 1),
        known(full.series(run -> run.self().gcMs() / 1000), 1),
        known(full.series(run -> run.self().peakHeapMb()), 0),
        known(full.series(run -> run.self().peakLiveMb()), 0),
        known(full.series(run -> run.self().peakRssMb()), 0),
        String.format(
            Locale.ROOT,
            "%s / %d",
            calls.least() == calls.greatest()
                ? String.format(Locale.ROOT, "%.0f", calls.median())
                : calls.words(0),
            full.measurements().get(0).score().idealCalls()),
        String.format(
            Locale.ROOT,
            "%,.0f of %,d",
            full.series(run -> run.score().wrong() + (run.self().addsUp() ? 0 : 1)).greatest(),
            full.measurements().get(0).score().members()),
        String.format(Locale.ROOT, "%.0f", full.series(run -> run.score().breaches()).greatest()));
  }

  /** Nothing where a contender can't tell. */
  private static String known(Series series, int digits) {
    return series.greatest() > 0 ? series.words(digits) : NOT_KNOWN;
  }

  /** Round by round, since rounds share the machine's mood. */
  private static String ofBaseline(List<Double> rates, List<Double> baseline) {
    if (rates.isEmpty() || baseline.isEmpty()) {
      return NOT_KNOWN;
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rates.size(); round++) {
      ratios.add(rates.get(round) / baseline.get(round));
    }
    return Series.of(ratios).words(2);
  }

  private static void table(StringBuilder page, List<List<String>> rows) {
    for (int i = 0; i < rows.size(); i++) {
      page.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        page.append("|---".repeat(rows.get(i).size())).append("|\n");
      }
    }
  }

  /** Each contender against the first, round by round, since rounds share the machine's mood. */
  private static void ratios(StringBuilder page, Result result) {
    List<String> names = List.copyOf(result.full().keySet());
    if (names.size() < 2) {
      return;
    }
    List<Measurement> first = result.full().get(names.get(0)).measurements();
    page.append("\nWhole job, times that of ").append(names.get(0)).append(":");
    for (String name : names.subList(1, names.size())) {
      List<Measurement> other = result.full().get(name).measurements();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < first.size(); round++) {
        ratios.add(other.get(round).seconds() / first.get(round).seconds());
      }
      page.append(" ").append(name).append(" ").append(Series.of(ratios).words(2)).append(".");
    }
    page.append("\n");
  }
}
