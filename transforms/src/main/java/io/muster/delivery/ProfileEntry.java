package io.muster.delivery;

import io.muster.model.Member;
import io.muster.model.Version;
import java.util.List;

/**
 * The newest that is known of one profile in one audience. An exit is remembered too, so that an
 * older change that comes late changes nothing.
 *
 * @param member what the newest change maps to; null for an exit without usable fields
 * @param keys the members that the newest change touches: its own, and the one that it left
 * @param open changes of this profile that were counted as waiting; some may be settled by now
 */
public record ProfileEntry(Version version, Member member, List<String> keys, List<Long> open) {

  public ProfileEntry {
    keys = List.copyOf(keys);
    open = List.copyOf(open);
  }

  boolean holds() {
    return !version.exit();
  }

  /** Whether it names no member at all, as an exit of a profile never seen. */
  boolean saysNothing() {
    return !holds() && keys.isEmpty();
  }

  /** What later runs are told of it. */
  ProfileEntry toRemember() {
    return open.isEmpty() ? this : withOpen(List.of());
  }

  /** Whether later runs are told the same of both, as far as can be seen at once. */
  @SuppressWarnings("ReferenceEquality") // "at once": what is only equal is written once more
  boolean isRememberedLike(ProfileEntry other) {
    return version == other.version && member == other.member && keys == other.keys;
  }

  /** The same as an earlier run has left it. */
  ProfileEntry ofEarlierRun() {
    return withVersion(version.ofEarlierRun());
  }

  ProfileEntry withVersion(Version later) {
    return new ProfileEntry(later, member, keys, open);
  }

  ProfileEntry withOpen(List<Long> ids) {
    return new ProfileEntry(version, member, keys, ids);
  }
}
