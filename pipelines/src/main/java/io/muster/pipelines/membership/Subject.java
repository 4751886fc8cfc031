package io.muster.pipelines.membership;

import io.muster.delivery.MembershipNote;

/**
 * What a note is about.
 *
 * @param id a profile's, or a member's key
 */
record Subject(boolean profile, String id) {

  static Subject of(MembershipNote note) {
    return new Subject(note instanceof MembershipNote.OfProfile, note.subject());
  }
}
