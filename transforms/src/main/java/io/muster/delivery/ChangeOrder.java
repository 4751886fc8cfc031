package io.muster.delivery;

import io.muster.model.Member;
import io.muster.model.MembershipChange;
import java.util.Objects;
import java.util.Optional;

/** Which of two changes of one profile is newer. */
final class ChangeOrder {

  private final Recall recall;

  /**
   * @param recall what is made of that which earlier runs have left
   */
  ChangeOrder(Recall recall) {
    this.recall = recall;
  }

  /** A change as it counts: one that is replayed lacks a time that is remembered of it. */
  MembershipChange timed(MembershipChange arrived, Optional<ProfileEntry> before) {
    return before
        .map(ProfileEntry::version)
        .filter(version -> recall == Recall.AS_READ && arrived.version().isUntimed(version))
        .map(arrived::at)
        .orElse(arrived);
  }

  /**
   * Whether a change is newer (positive), older, or the same again. Later fields break a tie of all
   * else, so that every run of the same input ends alike.
   */
  int compare(MembershipChange change, ProfileEntry entry) {
    int byVersion = change.version().compareTo(entry.version());
    if (!change.version().isAsOldAs(entry.version())) {
      return byVersion;
    }
    int byFields =
        Objects.equals(change.member(), entry.member())
            ? 0
            : fieldText(change.member()).compareTo(fieldText(entry.member()));
    if (byFields != 0 && byVersion == 0 && recall == Recall.AS_READ) {
      return 1; // the very record again, which somebody has mended
    }
    return byFields == 0 || byVersion == 0 ? byFields : byVersion;
  }

  private static String fieldText(Member member) {
    return member == null ? "" : member.key() + '\n' + member.fields();
  }
}
