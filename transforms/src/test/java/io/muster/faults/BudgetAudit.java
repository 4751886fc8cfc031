package io.muster.faults;

import io.muster.sandbox.journal.RecordedCall;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the calls that reached the vendor, refused and broken ones too, against our limits: the
 * simulator itself counts some limits only, and calls that went well.
 */
final class BudgetAudit {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int READS_PER_WRITE = 3;

  private BudgetAudit() {}

  private record Day(String kind, LocalDate date) {}

  /** Where a limit was exceeded. */
  static List<String> excesses(FaultSchedule schedule, List<RecordedCall> calls) {
    List<String> excesses = new ArrayList<>();
    Map<String, Deque<Instant>> minutes = new HashMap<>();
    Map<Day, Integer> days = new HashMap<>();
    Limits limits = schedule.limits();
    for (RecordedCall call : calls) {
      Optional<String> kind = kind(schedule.side(), call);
      if (kind.isEmpty()) {
        continue;
      }
      Deque<Instant> minute = minutes.computeIfAbsent(kind.get(), key -> new ArrayDeque<>());
      minute.removeIf(at -> !at.plus(MINUTE).isAfter(call.at()));
      minute.addLast(call.at());
      if (minute.size() > limits.requestsPerMinute()) {
        excesses.add(
            "%d %s calls in the minute before %s".formatted(minute.size(), kind.get(), call.at()));
      }
      LocalDate date = LocalDate.ofInstant(call.at(), ZoneOffset.UTC);
      int today = days.merge(new Day(kind.get(), date), 1, Integer::sum);
      boolean read = schedule.side().isDemandbase() && kind.get().equals("GET");
      long perDay = (long) limits.requestsPerDay() * (read ? READS_PER_WRITE : 1);
      if (today > perDay) {
        excesses.add("%d %s calls on %s".formatted(today, kind.get(), date));
      }
    }
    return excesses;
  }

  /** What the call is counted as; empty for one that is not. */
  private static Optional<String> kind(VendorSide side, RecordedCall call) {
    return switch (side) {
      case DEMANDBASE, DEMANDBASE_PEOPLE ->
          call.path().contains("/import/") ? Optional.of(call.method()) : Optional.empty();
      case LINKEDIN ->
          call.path().endsWith("/companies") ? Optional.of("companies") : Optional.empty();
      case BOMBORA -> {
        int end = call.path().lastIndexOf('/');
        String last = call.path().substring(end + 1);
        // Deletions of lists are somebody else's.
        yield call.path().contains("/v1/") && !call.method().equals("DELETE")
            ? Optional.of(last)
            : Optional.empty();
      }
    };
  }
}
