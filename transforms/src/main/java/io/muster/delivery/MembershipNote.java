package io.muster.delivery;

/** One thing that is remembered of a list between runs. A later one of the same subject counts. */
public sealed interface MembershipNote {

  /** The newest that is known of a profile. */
  record OfProfile(String profileId, ProfileEntry entry) implements MembershipNote {}

  /**
   * Who needs a member, and what the vendor has acknowledged of it. Its place in a queue says no
   * more than that it was owed.
   *
   * @param key the member's
   */
  record OfMember(String key, MemberEntry entry) implements MembershipNote {}
}
