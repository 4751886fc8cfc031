package io.muster.sandbox.vendor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts calls over a sliding minute and over the UTC day; refused calls are not counted. */
public final class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private record Day(LocalDate date, int count) {}

  private final Clock clock;
  private final Map<String, Deque<Instant>> minutes = new HashMap<>();
  private final Map<String, Day> days = new HashMap<>();

  public RateLimit(Clock clock) {
    this.clock = clock;
  }

  /** Takes one call out of the minute's budget. {@code limit} 0 is no limit. */
  public synchronized boolean takeMinute(String key, int limit) {
    if (limit == 0) {
      return true;
    }
    Deque<Instant> calls = minutes.computeIfAbsent(key, k -> new ArrayDeque<>());
    Instant now = clock.instant();
    while (!calls.isEmpty() && !calls.peekFirst().plus(MINUTE).isAfter(now)) {
      calls.pollFirst();
    }
    if (calls.size() >= limit) {
      return false;
    }
    calls.addLast(now);
    return true;
  }

  /** Takes one call out of the UTC day's budget. {@code limit} 0 is no limit. */
  public synchronized boolean takeDay(String key, int limit) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Day day = days.get(key);
    int count = day != null && day.date().equals(today) ? day.count() : 0;
    if (limit != 0 && count >= limit) {
      return false;
    }
    days.put(key, new Day(today, count + 1));
    return true;
  }

  /** Forgets all calls. */
  public synchronized void reset() {
    minutes.clear();
    days.clear();
  }
}
