package io.muster.delivery;

import io.muster.destination.CallLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A book of budgets that lives as long as a test, for any thread. */
public final class MemoryBudgetBook implements BudgetBook {

  private record Kind(String budget, String kind) {}

  private record Day(Kind kind, LocalDate day) {}

  private final Map<Kind, Deque<Instant>> recent = new HashMap<>();
  private final Map<Day, Integer> days = new HashMap<>();

  @Override
  public synchronized Drawn draw(
      Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
    Kind kind = new Kind(budget, limit.kind());
    Deque<Instant> drawn = recent.computeIfAbsent(kind, key -> new ArrayDeque<>());
    drawn.removeIf(at -> !at.isAfter(now.minus(WINDOW)));
    LocalDate today = day(now);
    Set<LocalDate> counted = Set.copyOf(List.of(today, day(now.plus(BEFORE_MIDNIGHT))));
    int leftToday =
        limit.perDay()
            - counted.stream()
                .mapToInt(day -> days.getOrDefault(new Day(kind, day), 0))
                .max()
                .orElseThrow();
    if (leftToday <= 0) {
      Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return new Drawn(0, 0, Duration.between(now, tomorrow));
    }
    int leftNow = limit.perMinute() - drawn.size();
    if (leftNow <= 0) {
      return new Drawn(0, leftToday, Duration.between(now, drawn.peekFirst().plus(WINDOW)));
    }
    int calls = Math.min(wanted, Math.min(leftNow, leftToday));
    for (int i = 0; i < calls; i++) {
      drawn.addLast(now);
    }
    counted.forEach(day -> days.merge(new Day(kind, day), calls, Integer::sum));
    return new Drawn(calls, leftToday - calls, Duration.ZERO);
  }

  @Override
  public synchronized void late(String budget, String kind, Instant now) {
    Kind late = new Kind(budget, kind);
    recent.computeIfAbsent(late, key -> new ArrayDeque<>()).addLast(now);
    if (!day(now.minus(AFTER_MIDNIGHT)).equals(day(now))) {
      days.merge(new Day(late, day(now)), 1, Integer::sum);
    }
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
