package io.muster.model;

import static java.util.Objects.requireNonNull;

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
}
