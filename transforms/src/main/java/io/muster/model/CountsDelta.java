package io.muster.model;

import java.util.List;

/**
 * What a part of the pipeline has counted since it last said so.
 *
 * @param malformed records that were no profile change
 */
public record CountsDelta(List<Counts> counts, long malformed) {

  public CountsDelta {
    counts = List.copyOf(counts);
  }

  public boolean isEmpty() {
    return counts.isEmpty() && malformed == 0;
  }
}
