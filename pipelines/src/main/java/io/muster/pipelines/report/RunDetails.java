package io.muster.pipelines.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a run's page shows beyond its report. Holds nothing personal: whoever gathers it masks it.
 *
 * @param holdings what lists are known to hold
 * @param examples of changes that were not activated
 * @param words why vendors, and what stands between, did not take changes; the most frequent first
 * @param lettersRead how many dead letters the examples and words are from
 * @param lettersLeft whether there are more, or they are elsewhere
 * @param accepted members that vendors acknowledged in the course of the run
 * @param budgets what was spent
 */
public record RunDetails(
    List<Holding> holdings,
    List<Example> examples,
    List<Words> words,
    long lettersRead,
    boolean lettersLeft,
    List<Accepted> accepted,
    List<Budget> budgets) {

  public RunDetails {
    holdings = List.copyOf(holdings);
    examples = List.copyOf(examples);
    words = List.copyOf(words);
    accepted = List.copyOf(accepted);
    budgets = List.copyOf(budgets);
  }

  /** Nothing: the page shows the report. */
  public static RunDetails none() {
    return new RunDetails(List.of(), List.of(), List.of(), 0, false, List.of(), List.of());
  }

  /**
   * What Muster knows a list to hold.
   *
   * @param vendor as people say it
   */
  public record Holding(String dataflow, String audience, String vendor, long members) {}

  /**
   * A change that was not activated.
   *
   * @param field the field at fault; empty when none is
   * @param value what was there, masked; empty when nothing is to be shown
   * @param profile whose it was, masked; empty likewise
   * @param reason why
   * @param source where it came from, such as a file's name and line
   */
  public record Example(
      String code,
      String dataflow,
      String audience,
      String field,
      String value,
      String profile,
      String reason,
      String source) {}

  /**
   * A reason for which changes have failed.
   *
   * @param vendor as people say it
   */
  public record Words(String code, String vendor, String reason, long changes) {}

  /**
   * Members of a list that were acknowledged since the run began.
   *
   * @param bySecond how many by then, at some moments in order
   */
  public record Accepted(String dataflow, String audience, Map<Instant, Long> bySecond) {}

  /**
   * What was spent of a budget, by all runs that share it.
   *
   * @param name the budget's, which is its connection's if nothing else was said
   * @param kinds each kind of call
   * @param byMinute calls in each minute of the run's last hour, the minute's begin for its name
   * @param byDay calls in each UTC day of the last month
   */
  public record Budget(
      String name, List<Kind> kinds, Map<Instant, Long> byMinute, Map<LocalDate, Long> byDay) {}

  /**
   * A kind of call that has a limit.
   *
   * @param highestMinute the most that was spent in one minute of the run's last hour
   * @param day what was spent on the run's last day
   */
  public record Kind(String name, int perMinute, int perDay, long highestMinute, long day) {}
}
