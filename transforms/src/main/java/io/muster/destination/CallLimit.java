package io.muster.destination;

import io.muster.workspace.Limits;

/**
 * How many calls of one kind a vendor allows a connection.
 *
 * @param kind as {@link io.muster.vendor.VendorRequest#kind()} and {@link
 *     io.muster.vendor.CallBudget#take} name it
 * @param perMinute calls in any 60 seconds, or {@link Limits#UNLIMITED}
 * @param perDay calls in a UTC day, or {@link Limits#UNLIMITED}
 * @param purpose what such a call is made for
 */
public record CallLimit(String kind, int perMinute, int perDay, Purpose purpose) {

  /** What a kind of call is made for, so that what runs short slows down only that. */
  public enum Purpose {
    /** To find, make and change lists. */
    LISTS,
    /** To send members. */
    MEMBERS,
    /** To ask after a job. */
    JOBS
  }

  /** A kind that is made for lists. */
  public CallLimit(String kind, int perMinute, int perDay) {
    this(kind, perMinute, perDay, Purpose.LISTS);
  }

  /** A kind that a connection's limits hold for as they stand. */
  public static CallLimit of(String kind, Limits limits) {
    return new CallLimit(kind, limits.requestsPerMinute(), limits.requestsPerDay());
  }

  /** The same limit of another purpose. */
  public CallLimit madeFor(Purpose other) {
    return new CallLimit(kind, perMinute, perDay, other);
  }

  /** The same kind with another limit of a minute. */
  public CallLimit perMinute(int calls) {
    return new CallLimit(kind, calls, perDay, purpose);
  }
}
