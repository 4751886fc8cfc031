package io.muster.pipelines.replay;

import static java.util.Objects.requireNonNull;

import io.muster.model.Reason;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which dead letters are sent again.
 *
 * @param codes only these; empty for all
 * @param confirmedRemovals ids of audiences whose removals are sent though they were held back
 * @param from only letters that were given up then or later; {@link Instant#MIN} for all
 * @param to only letters that were given up before; {@link Instant#MAX} for all
 * @param again whether letters are sent that a replay has delivered already
 */
public record ReplayChoice(
    Set<Reason> codes, Set<String> confirmedRemovals, Instant from, Instant to, boolean again)
    implements Serializable {

  public ReplayChoice {
    codes = codes.isEmpty() ? EnumSet.noneOf(Reason.class) : EnumSet.copyOf(codes);
    confirmedRemovals = new TreeSet<>(confirmedRemovals);
    requireNonNull(from, "from");
    requireNonNull(to, "to");
  }

  /** Letters of all times, but for those that a replay has delivered. */
  public ReplayChoice(Set<Reason> codes, Set<String> confirmedRemovals) {
    this(codes, confirmedRemovals, Instant.MIN, Instant.MAX, false);
  }

  /** What it was asked for by, without the removals. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    codes.forEach(code -> options.add("--code " + code));
    if (!from.equals(Instant.MIN)) {
      options.add("--from " + from);
    }
    if (!to.equals(Instant.MAX)) {
      options.add("--to " + to);
    }
    if (again) {
      options.add("--again");
    }
    return options;
  }

  boolean includes(Letter letter) {
    return codes.isEmpty() || letter.reason().map(codes::contains).orElse(false);
  }

  /** Whether it was given up in the time; one that doesn't say was so only where all are. */
  boolean includesTimeOf(Letter letter) {
    boolean always = from.equals(Instant.MIN) && to.equals(Instant.MAX);
    return always || letter.at().map(at -> !at.isBefore(from) && at.isBefore(to)).orElse(false);
  }

  /** Whether it says that a removal was held back, and nobody has confirmed it. */
  boolean stillHoldsBack(Letter letter) {
    return letter.is(Reason.REMOVALS_BLOCKED) && !confirmedRemovals.contains(letter.audience());
  }
}
