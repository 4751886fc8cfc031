package io.muster.delivery;

import io.muster.model.Member;
import io.muster.model.MembershipChange;
import java.util.Optional;

/**
 * Which profiles need a member of one list, and with whose fields: while it is shared, the newest
 * one's are wanted, and it is wanted as long as anyone needs it.
 */
final class Needs {

  private final CachedStore store;
  private final ListRef list;
  private final int epoch;
  private final Brake brake;

  Needs(CachedStore store, ListRef list, int epoch, Brake brake) {
    this.store = store;
    this.list = list;
    this.epoch = epoch;
    this.brake = brake;
  }

  /**
   * A profile needs the member that its change names.
   *
   * @return the member's key
   */
  String hold(MembershipChange change) {
    String key = change.member().key();
    MemberEntry entry =
        store.entry(list, key).withHolder(new Holder(change.profileId(), change.version()));
    Member wanted = newestFields(entry, change);
    store.putMember(list, key, brake.stays(entry.withWanted(wanted)));
    return key;
  }

  private Member newestFields(MemberEntry entry, MembershipChange change) {
    Holder newest = entry.newestHolder().orElseThrow();
    return newest.profileId().equals(change.profileId())
        ? change.member()
        : fieldsOf(newest, entry.wanted());
  }

  /**
   * Lets one profile's need of a member go.
   *
   * @return the member's key
   */
  String release(String key, String profileId) {
    MemberEntry entry = store.entry(list, key).withoutHolder(profileId);
    Member next = entry.newestHolder().map(newest -> fieldsOf(newest, entry.wanted())).orElse(null);
    // The removal repeats the fields of whoever was there, if none were ever sent.
    store.putMember(list, key, entry.named(entry.wanted()).withWanted(next));
    return key;
  }

  private Member fieldsOf(Holder holder, Member otherwise) {
    return store.profile(list, holder.profileId()).map(ProfileEntry::member).orElse(otherwise);
  }

  /**
   * An exit of a profile never seen takes no member from another that is known to need it.
   *
   * @return the member's key; empty where somebody needs it
   */
  Optional<String> removeUnlessNeeded(Member member) {
    MemberEntry entry = store.entry(list, member.key());
    if (!entry.holders().isEmpty()) {
      return Optional.empty();
    }
    if (!entry.isSettled(epoch)) {
      store.putMember(list, member.key(), entry.named(member));
    }
    return Optional.of(member.key());
  }
}
