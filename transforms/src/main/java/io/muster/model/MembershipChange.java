package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One profile change as one dataflow's audience sees it: the unit that is counted.
 *
 * @param audience the audience's id
 * @param profileId what the profile is known by
 * @param member what the profile maps to; null only for an exit whose fields name no member
 * @param origin the record it came from
 */
public record MembershipChange(
    String dataflow,
    String audience,
    String profileId,
    Version version,
    Member member,
    SourceRecord origin) {

  private static final String NOBODY = "";

  /** As the profile of a sighting without an audience, which no profile is looked up by. */
  private static final String SOMEBODY = "-";

  public MembershipChange {
    requireNonNull(dataflow, "dataflow");
    requireNonNull(audience, "audience");
    requireNonNull(profileId, "profileId");
    requireNonNull(version, "version");
    requireNonNull(origin, "origin");
    if (member == null && !version.exit()) {
      throw new IllegalArgumentException("a member change without a member: " + origin.position());
    }
  }

  /** The same change at another's time. */
  public MembershipChange at(Version other) {
    return new MembershipChange(dataflow, audience, profileId, other, member, origin);
  }

  /**
   * No change: says that a whole snapshot has a profile, of which nothing qualifies for that
   * audience, so that the mirror does not take it for gone.
   */
  public static MembershipChange sighting(String dataflow, String audience, String profileId) {
    SourceRecord none = SourceRecord.none(profileId);
    Version never = new Version(Instant.EPOCH, true, Instant.MIN, none.position());
    return new MembershipChange(dataflow, audience, profileId, never, null, none);
  }

  /**
   * No change: says that a whole snapshot comes, so that the mirror looks at the dataflow's lists,
   * also where the snapshot names none of them.
   */
  public static MembershipChange snapshotBegins(String dataflow) {
    return sighting(dataflow, "", NOBODY);
  }

  /**
   * No change: says that the snapshot has a well-formed profile, without which nobody is let go. A
   * record that names no profile is none: it may be anything, such as a service's error.
   */
  public static MembershipChange snapshotHasProfiles(String dataflow) {
    return sighting(dataflow, "", SOMEBODY);
  }

  /** Whether it is no change but a {@link #sighting}, or says the like of the whole snapshot. */
  public boolean isSighting() {
    return origin.isNone();
  }

  /** Whether a profile was sighted, which one or not; not so where the snapshot only begins. */
  public boolean sightsSomebody() {
    return !profileId.equals(NOBODY);
  }
}
