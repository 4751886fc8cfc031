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
   * No change: says that a whole snapshot has a profile, so that the mirror does not take it for
   * gone.
   *
   * @param audience of which it says nothing that qualifies, but is to stay in; empty for none
   * @param profileId the profile's; empty where the snapshot has only begun
   */
  public static MembershipChange sighting(String dataflow, String audience, String profileId) {
    SourceRecord none = SourceRecord.none(profileId);
    Version never = new Version(Instant.EPOCH, true, Instant.MIN, none.position());
    return new MembershipChange(dataflow, audience, profileId, never, null, none);
  }

  /** Whether it is no change but a {@link #sighting}. */
  public boolean isSighting() {
    return origin.isNone();
  }
}
