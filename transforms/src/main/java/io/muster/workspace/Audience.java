package io.muster.workspace;

import java.io.Serializable;
import java.time.Instant;

/**
 * A segment activated as one vendor list.
 *
 * @param id the segment's id in the {@code ups} namespace
 * @param name the vendor list's name, trimmed
 * @param start before it a change is excluded; {@link Instant#MIN} when there is none
 * @param end after it a change is excluded; {@link Instant#MAX} when there is none
 * @param adopt whether a list of that name that somebody else made is taken over
 * @param guard the brake that holds for this list
 */
public record Audience(
    String id, String name, Instant start, Instant end, boolean adopt, Guard guard)
    implements Serializable {

  /** Whether the audience is activated at a moment; both ends belong to it. */
  public boolean isActiveAt(Instant now) {
    return !now.isBefore(start) && !now.isAfter(end);
  }
}
