package io.muster.destination;

import io.muster.workspace.Limits;

/**
 * How many calls of one kind a vendor allows a connection.
 *
 * @param kind as {@link io.muster.vendor.VendorRequest#kind()} and {@link
 *     io.muster.vendor.CallBudget#take} name it
 * @param perMinute calls in any 60 seconds, or {@link Limits#UNLIMITED}
 * @param perDay calls in a UTC day, or {@link Limits#UNLIMITED}
 */
public record CallLimit(String kind, int perMinute, int perDay) {

  /** A kind that a connection's limits hold for as they stand. */
  public static CallLimit of(String kind, Limits limits) {
    return new CallLimit(kind, limits.requestsPerMinute(), limits.requestsPerDay());
  }
}
