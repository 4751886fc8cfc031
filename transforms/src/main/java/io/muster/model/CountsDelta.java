package io.muster.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a part of the pipeline has counted since it last said so.
 *
 * @param standings what vendors said of their lists, at most one an audience
 * @param malformed records that were no profile change
 */
public record CountsDelta(List<Counts> counts, List<StandingOf> standings, long malformed) {

  public CountsDelta {
    counts = List.copyOf(counts);
    standings = List.copyOf(standings);
  }

  /** Counts alone. */
  public CountsDelta(List<Counts> counts, long malformed) {
    this(counts, List.of(), malformed);
  }

  public boolean isEmpty() {
    return counts.isEmpty() && standings.isEmpty() && malformed == 0;
  }

  /** Both together: counts add up, and a later standing takes the place of an earlier one. */
  public CountsDelta plus(CountsDelta later) {
    Map<Audience, Counts> sums = new LinkedHashMap<>();
    both(counts, later.counts)
        .forEach(
            part -> sums.merge(new Audience(part.dataflow(), part.audience()), part, Counts::plus));
    Map<Audience, StandingOf> last = new LinkedHashMap<>();
    both(standings, later.standings)
        .forEach(part -> last.put(new Audience(part.dataflow(), part.audience()), part));
    return new CountsDelta(
        List.copyOf(sums.values()), List.copyOf(last.values()), malformed + later.malformed);
  }

  /**
   * The same, taken apart: what is of one audience under a name for it, and what is of none under
   * an empty one. Whoever adds up many keeps the parts, and touches only those that have news.
   */
  public Map<String, CountsDelta> parts() {
    Map<String, CountsDelta> parts = new LinkedHashMap<>();
    for (Counts part : counts) {
      add(parts, part.dataflow(), part.audience(), new CountsDelta(List.of(part), 0));
    }
    for (StandingOf part : standings) {
      add(parts, part.dataflow(), part.audience(), new CountsDelta(List.of(), List.of(part), 0));
    }
    if (malformed != 0) {
      parts.put("", new CountsDelta(List.of(), malformed));
    }
    return parts;
  }

  // Neither name has control characters.
  private static void add(
      Map<String, CountsDelta> parts, String dataflow, String audience, CountsDelta part) {
    parts.merge(dataflow + '\n' + audience, part, CountsDelta::plus);
  }

  /** What {@link #parts} took apart, in any order. */
  public static CountsDelta ofParts(Iterable<CountsDelta> parts) {
    List<Counts> counts = new ArrayList<>();
    List<StandingOf> standings = new ArrayList<>();
    long malformed = 0;
    for (CountsDelta part : parts) {
      counts.addAll(part.counts);
      standings.addAll(part.standings);
      malformed += part.malformed;
    }
    return new CountsDelta(counts, standings, malformed);
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private record Audience(String dataflow, String audience) {}
}
