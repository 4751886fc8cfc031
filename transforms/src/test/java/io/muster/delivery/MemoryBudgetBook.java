package io.muster.delivery;

import io.muster.destination.CallLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

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
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    int leftToday = limit.perDay() - days.getOrDefault(new Day(kind, today), 0);
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
    days.merge(new Day(kind, today), calls, Integer::sum);
    return new Drawn(calls, leftToday - calls, Duration.ZERO);
  }

  @Override
  public synchronized void late(String budget, String kind, Instant now) {
    recent.computeIfAbsent(new Kind(budget, kind), key -> new ArrayDeque<>()).addLast(now);
  }
}
