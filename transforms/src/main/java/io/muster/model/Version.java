package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * When a membership change holds, as an order: later {@code qualifiedAt} wins; on equal times an
 * exit beats a member; then the later {@code changedAt}; then the later in its source.
 *
 * @param qualifiedAt the membership's {@code lastQualificationTime}
 * @param exit whether the change ends the membership
 * @param changedAt the record's {@code changedAt}, else its Kafka timestamp, else {@link
 *     Instant#MIN}
 */
public record Version(Instant qualifiedAt, boolean exit, Instant changedAt, SourcePosition position)
    implements Comparable<Version> {

  public Version {
    requireNonNull(qualifiedAt, "qualifiedAt");
    requireNonNull(changedAt, "changedAt");
    requireNonNull(position, "position");
  }

  /** Whether only their places in the source tell the two apart. */
  public boolean isAsOldAs(Version other) {
    return compareTimes(other) == 0;
  }

  /**
   * Whether it is of the same record as another, and lacks the time that this one has: a dead
   * letter does not say when its record was written to Kafka.
   */
  public boolean isUntimed(Version other) {
    return changedAt.equals(Instant.MIN)
        && !other.changedAt.equals(Instant.MIN)
        && qualifiedAt.equals(other.qualifiedAt)
        && exit == other.exit
        && position.isSamePlaceAs(other.position);
  }

  /**
   * The same, as the one that an earlier run has left: of two versions that only their places in
   * the source tell apart, this run's is the newer.
   */
  public Version ofEarlierRun() {
    return position.isOfEarlierRun()
        ? this
        : new Version(qualifiedAt, exit, changedAt, position.ofEarlierRun());
  }

  /**
   * The end of a membership that nobody has said, but that a whole snapshot does not have any more:
   * later than all before it, and earlier than the membership itself, should it come back.
   */
  public Version lapsed() {
    return new Version(qualifiedAt.minusNanos(1), true, changedAt, position);
  }

  @Override
  public int compareTo(Version other) {
    int byTimes = compareTimes(other);
    return byTimes != 0 ? byTimes : position.compareTo(other.position);
  }

  // By hand, and not by a chain of comparators: each change is compared several times.
  private int compareTimes(Version other) {
    int byQualified = qualifiedAt.compareTo(other.qualifiedAt);
    if (byQualified != 0) {
      return byQualified;
    }
    int byExit = Boolean.compare(exit, other.exit);
    return byExit != 0 ? byExit : changedAt.compareTo(other.changedAt);
  }
}
