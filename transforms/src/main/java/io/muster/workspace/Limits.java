package io.muster.workspace;

import java.io.Serializable;

/**
 * What a connection may ask of its vendor.
 *
 * @param batchSize members a call, at most
 * @param requestsPerMinute calls in any 60 seconds, or {@link #UNLIMITED}
 * @param requestsPerDay calls in a UTC day, or {@link #UNLIMITED}
 */
public record Limits(int batchSize, int requestsPerMinute, int requestsPerDay)
    implements Serializable {

  /** No limit of that kind is known. */
  public static final int UNLIMITED = Integer.MAX_VALUE;
}
