package io.muster.pipelines.page;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.pipelines.page.PageSources.BudgetSource;
import io.muster.pipelines.page.PageSources.LimitSource;
import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.SpentCalls;
import io.muster.pipelines.registry.SpentCalls.OfDay;
import io.muster.pipelines.registry.SpentCalls.OfSecond;
import io.muster.pipelines.report.RunDetails;
import io.muster.pipelines.report.RunDetails.Accepted;
import io.muster.pipelines.report.RunDetails.Budget;
import io.muster.pipelines.report.RunDetails.Holding;
import io.muster.pipelines.report.RunDetails.Kind;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers the details of a run that has ended. */
public final class PageDetails {

  /** As long as the registry remembers seconds. */
  private static final Duration RECENT = Duration.ofHours(1);

  private final PageSources sources;
  private final RunReport report;
  private final Instant start;
  private final Instant end;

  private PageDetails(PageSources sources, RunReport report) {
    this.sources = sources;
    this.report = report;
    this.start = Instant.parse(report.startedAt());
    this.end = Instant.parse(report.endedAt());
  }

  /**
   * Gathers them.
   *
   * @param report with its end
   * @throws IOException when the run folder can't be read
   * @throws io.muster.pipelines.registry.RegistryException when the registry can't
   */
  public static RunDetails of(
      PageSources sources, RunReport report, RunFolder folder, Registry registry)
      throws IOException {
    return new PageDetails(sources, report).gather(folder, registry);
  }

  private RunDetails gather(RunFolder folder, Registry registry) throws IOException {
    List<Accepted> accepted =
        sources.ledgerHere()
            ? LedgerCourse.in(folder, sources.lists(), start, accepted())
            : List.of();
    List<Holding> holdings = holdings(registry.lists().all());
    List<Budget> budgets = budgets(registry.spentCalls());
    if (!sources.lettersHere()) {
      boolean some =
          report.malformed() > 0
              || report.dataflows().stream().anyMatch(line -> !line.byCode().isEmpty());
      return new RunDetails(holdings, List.of(), List.of(), 0, some, accepted, budgets);
    }
    LetterFindings letters = LetterFindings.in(folder, sources.lists(), start);
    return new RunDetails(
        holdings,
        letters.examples(),
        letters.words(),
        letters.read(),
        letters.isMoreLeft(),
        accepted,
        budgets);
  }

  private Map<ListRef, Long> accepted() {
    return report.dataflows().stream()
        .collect(
            Collectors.toMap(
                line -> new ListRef(line.dataflow(), line.audience()), AudienceLine::accepted));
  }

  private List<Holding> holdings(List<Registration> known) {
    List<Holding> holdings = new ArrayList<>();
    for (ListSource list : sources.lists()) {
      ListRef ref = new ListRef(list.dataflow(), list.audience());
      known.stream()
          .filter(each -> each.connection().equals(list.connection()) && each.list().equals(ref))
          .findFirst()
          .ifPresent(
              each ->
                  holdings.add(
                      new Holding(
                          list.dataflow(), list.audience(), list.vendor(), each.members())));
    }
    return holdings;
  }

  private List<Budget> budgets(SpentCalls spent) {
    List<Budget> budgets = new ArrayList<>();
    for (BudgetSource budget : sources.budgets()) {
      if (!budget.limits().isEmpty()) {
        budgets.add(budget(budget, spent.bySecond(budget.name()), spent.byDay(budget.name())));
      }
    }
    return budgets;
  }

  private Budget budget(BudgetSource budget, List<OfSecond> seconds, List<OfDay> days) {
    List<String> limited = budget.limits().stream().map(LimitSource::kind).toList();
    Map<String, Map<Instant, Long>> minutes = new TreeMap<>();
    Map<Instant, Long> byMinute = everyMinute();
    for (OfSecond calls : seconds) {
      // A second is known by its end.
      Instant minute = calls.at().minusSeconds(1).truncatedTo(ChronoUnit.MINUTES);
      if (limited.contains(calls.kind()) && byMinute.containsKey(minute)) {
        byMinute.merge(minute, calls.calls(), Long::sum);
        minutes
            .computeIfAbsent(calls.kind(), kind -> new TreeMap<>())
            .merge(minute, calls.calls(), Long::sum);
      }
    }
    LocalDate last = LocalDate.ofInstant(end, ZoneOffset.UTC);
    Map<LocalDate, Long> byDay = new TreeMap<>();
    Map<String, Long> lastDay = new TreeMap<>();
    for (OfDay calls : days) {
      if (limited.contains(calls.kind()) && !calls.day().isAfter(last)) {
        byDay.merge(calls.day(), calls.calls(), Long::sum);
        if (calls.day().equals(last)) {
          lastDay.merge(calls.kind(), calls.calls(), Long::sum);
        }
      }
    }
    List<Kind> kinds =
        budget.limits().stream()
            .map(
                limit ->
                    new Kind(
                        limit.kind(),
                        limit.perMinute(),
                        limit.perDay(),
                        minutes.getOrDefault(limit.kind(), Map.of()).values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0),
                        lastDay.getOrDefault(limit.kind(), 0L)))
            .toList();
    return new Budget(budget.name(), kinds, byMinute, byDay);
  }

  /** Minutes without a call are there too. */
  private Map<Instant, Long> everyMinute() {
    Instant first = end.minus(RECENT);
    Instant minute = (first.isBefore(start) ? start : first).truncatedTo(ChronoUnit.MINUTES);
    Map<Instant, Long> minutes = new TreeMap<>();
    while (!minute.isAfter(end)) {
      minutes.put(minute, 0L);
      minute = minute.plusSeconds(60);
    }
    return minutes;
  }
}
