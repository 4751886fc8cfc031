package io.muster.pipelines.preview;

/**
 * How what would be sent to a list differs from what the list is known to hold, in members.
 *
 * @param fresh additions that it does not hold
 * @param changed additions that it holds with other fields
 * @param again additions that it holds just so
 * @param leaving removals that it holds
 * @param absent removals that it does not hold
 */
public record Diff(long fresh, long changed, long again, long leaving, long absent) {

  static final Diff NONE = new Diff(0, 0, 0, 0, 0);

  Diff plus(Diff other) {
    return new Diff(
        fresh + other.fresh,
        changed + other.changed,
        again + other.again,
        leaving + other.leaving,
        absent + other.absent);
  }
}
