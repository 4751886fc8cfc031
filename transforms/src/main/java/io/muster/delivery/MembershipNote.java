package io.muster.delivery;

import io.muster.delivery.MemberEntry.Known;
import java.util.Optional;

/** One thing that is remembered of a list between runs. A later one of the same subject counts. */
public sealed interface MembershipNote {

  /** What it is about: a profile's id, or a member's key. */
  String subject();

  /** The newest that is known of a profile. */
  record OfProfile(String profileId, ProfileEntry entry) implements MembershipNote {
    @Override
    public String subject() {
      return profileId;
    }
  }

  /**
   * Who needs a member, and what the vendor has acknowledged of it. Its place in a queue says no
   * more than that it was owed.
   *
   * @param key the member's
   */
  record OfMember(String key, MemberEntry entry) implements MembershipNote {
    @Override
    public String subject() {
      return key;
    }
  }

  /**
   * The vendor has taken what was last noted of a member, and nothing is owed. It is most of what
   * comes of a member, and short.
   *
   * @param key the member's, of which there was an {@link OfMember} before
   * @param known {@link Known#PRESENT} with the fields that were wanted, or {@link Known#ABSENT}
   */
  record OfAcknowledgement(String key, Known known) implements MembershipNote {
    @Override
    public String subject() {
      return key;
    }
  }

  /**
   * What both say together.
   *
   * @param earlier the one before it of the same subject, if there was one
   */
  default MembershipNote after(Optional<MembershipNote> earlier) {
    return this instanceof OfAcknowledgement acknowledgement
            && earlier.isPresent()
            && earlier.get() instanceof OfMember member
        ? new OfMember(member.key(), member.entry().settled(acknowledgement.known()))
        : this;
  }
}
