package io.muster.pipelines.replay;

import io.muster.model.Reason;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which dead letters are sent again.
 *
 * @param codes only these; empty for all
 * @param confirmedRemovals ids of audiences whose removals are sent though they were held back
 */
public record ReplayChoice(Set<Reason> codes, Set<String> confirmedRemovals)
    implements Serializable {

  public ReplayChoice {
    codes = codes.isEmpty() ? EnumSet.noneOf(Reason.class) : EnumSet.copyOf(codes);
    confirmedRemovals = new TreeSet<>(confirmedRemovals);
  }

  boolean includes(Letter letter) {
    return codes.isEmpty() || letter.reason().map(codes::contains).orElse(false);
  }

  /** Whether it says that a removal was held back, and nobody has confirmed it. */
  boolean stillHoldsBack(Letter letter) {
    return letter.is(Reason.REMOVALS_BLOCKED) && !confirmedRemovals.contains(letter.audience());
  }
}
