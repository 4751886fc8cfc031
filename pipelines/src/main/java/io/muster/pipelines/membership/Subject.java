package io.muster.pipelines.membership;

import io.muster.delivery.MembershipNote;

/**
 * What a note is about.
 *
 * @param id a profile's, or a member's key
 */
record Subject(boolean profile, String id) {

  static Subject of(MembershipNote note) {
    if (note instanceof MembershipNote.OfProfile each) {
      return new Subject(true, each.profileId());
    }
    return new Subject(
        false,
        note instanceof MembershipNote.OfMember member
            ? member.key()
            : ((MembershipNote.OfAcknowledgement) note).key());
  }
}
