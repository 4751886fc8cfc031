package io.muster.pipelines.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.delivery.CallOutcome;
import io.muster.delivery.ListRef;
import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.report.RunDetails.Accepted;
import io.muster.pipelines.sink.LedgerKeys;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** When vendors have acknowledged what, from a run's ledger. */
final class LedgerCourse {

  /** Of a call that was taken in part the ledger does not say how much. */
  private static final Set<String> TAKEN =
      Set.of(CallOutcome.ACCEPTED.status(), CallOutcome.PARTIAL.status());

  private static final long LONGEST = 200_000;

  /** Moments of a line on the chart; more would not be seen. */
  private static final int MOMENTS = 120;

  private static final ObjectReader JSON = new JsonMapper().reader();

  private final Instant since;
  private final Map<ListRef, TreeMap<Instant, Long>> members = new HashMap<>();
  private long read;

  private LedgerCourse(Instant since) {
    this.since = since;
  }

  /**
   * Reads a run folder's ledger; of one that is too long nothing, since half of it would lie.
   *
   * @param since when the run began
   * @param all how many members of each list were acknowledged in the end: no line goes above it
   */
  static List<Accepted> in(
      RunFolder folder, List<ListSource> lists, Instant since, Map<ListRef, Long> all)
      throws IOException {
    LedgerCourse course = new LedgerCourse(since);
    if (!folder.lines(RunFolder.LEDGER, course::take)) {
      return List.of();
    }
    List<Accepted> accepted = new ArrayList<>();
    for (ListSource list : lists) {
      ListRef ref = new ListRef(list.dataflow(), list.audience());
      TreeMap<Instant, Long> own = course.members.getOrDefault(ref, new TreeMap<>());
      if (!own.isEmpty()) {
        accepted.add(
            new Accepted(
                list.dataflow(), list.audience(), thinned(summed(own, all.getOrDefault(ref, 0L)))));
      }
    }
    return accepted;
  }

  private boolean take(String line) {
    read++;
    try {
      JsonNode call = JSON.readTree(line);
      Instant at = Instant.parse(call.path(LedgerKeys.AT).asText()).truncatedTo(ChronoUnit.SECONDS);
      if (TAKEN.contains(call.path(LedgerKeys.STATUS).asText())
          && !at.plusSeconds(1).isBefore(since)) {
        members
            .computeIfAbsent(
                new ListRef(
                    call.path(LedgerKeys.DATAFLOW).asText(),
                    call.path(LedgerKeys.AUDIENCE).asText()),
                list -> new TreeMap<>())
            .merge(at, call.path(LedgerKeys.MEMBERS).asLong(), Long::sum);
      }
    } catch (JsonProcessingException | DateTimeException e) {
      // Not one that this version has written.
    }
    return read < LONGEST;
  }

  private static NavigableMap<Instant, Long> summed(Map<Instant, Long> each, long all) {
    TreeMap<Instant, Long> sums = new TreeMap<>();
    long sum = 0;
    for (Map.Entry<Instant, Long> moment : each.entrySet()) {
      sum += moment.getValue();
      sums.put(moment.getKey(), Math.min(sum, all));
    }
    return sums;
  }

  private static NavigableMap<Instant, Long> thinned(NavigableMap<Instant, Long> sums) {
    if (sums.size() <= MOMENTS) {
      return sums;
    }
    TreeMap<Instant, Long> some = new TreeMap<>();
    int every = (sums.size() + MOMENTS - 1) / MOMENTS;
    int at = 0;
    for (Map.Entry<Instant, Long> moment : sums.entrySet()) {
      if (at % every == 0) {
        some.put(moment.getKey(), moment.getValue());
      }
      at++;
    }
    some.put(sums.lastKey(), sums.lastEntry().getValue());
    return some;
  }
}
