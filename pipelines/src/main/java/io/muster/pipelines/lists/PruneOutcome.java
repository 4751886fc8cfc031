package io.muster.pipelines.lists;

import java.util.List;
import java.util.Optional;

/**
 * What became of a pruning.
 *
 * @param steps all that were planned, those that were not come to as well
 * @param failure what cut it short, for people, with the mend; empty when it came to its end
 */
public record PruneOutcome(List<PruneStep> steps, Optional<String> failure) {

  public PruneOutcome {
    steps = List.copyOf(steps);
  }

  /** Whether a step could not be done. */
  public boolean keptAny() {
    return steps.stream().anyMatch(PruneStep::isKept);
  }
}
