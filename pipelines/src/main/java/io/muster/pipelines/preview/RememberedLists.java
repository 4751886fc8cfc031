package io.muster.pipelines.preview;

import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.MembershipNote;
import io.muster.model.Member;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.workspace.StateLocation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What runs remember of the lists.
 *
 * @param memberships where they do
 */
public record RememberedLists(MembershipLog.Opener memberships) implements KeptState {

  /** Of a workspace's state. */
  public static RememberedLists of(StateLocation state) {
    return new RememberedLists(MembershipFolders.of(state));
  }

  @Override
  public boolean knows(String connection, ListRef list) {
    try (MembershipLog log = memberships.open(connection)) {
      return !log.recall(list, (note, first) -> {}).isEmpty();
    }
  }

  /** Takes the list's members into memory. */
  @Override
  public Optional<KeptList> of(String connection, ListRef list) {
    Members members = new Members();
    try (MembershipLog log = memberships.open(connection)) {
      String listId = log.recall(list, members);
      return listId.isEmpty()
          ? Optional.empty()
          : Optional.of(key -> Optional.ofNullable(members.held.get(key)));
    }
  }

  /** What the notes say of a list's members. */
  private static final class Members implements MembershipLog.Reader {
    private final Map<String, Member> held = new HashMap<>();
    // What is to be held, where it is not what was held when that was noted.
    private final Map<String, Member> wanted = new HashMap<>();

    @Override
    public void read(MembershipNote note, boolean first) {
      if (note instanceof MembershipNote.OfMember member) {
        Member next = member.entry().wanted();
        boolean there = member.entry().known() == MemberEntry.Known.PRESENT;
        if (next == null || (there && next.equals(member.entry().sent()))) {
          wanted.remove(member.key());
        } else {
          wanted.put(member.key(), next);
        }
        hold(member.key(), member.entry().known(), member.entry().sent());
      } else if (note instanceof MembershipNote.OfAcknowledgement taken) {
        Member next = wanted.remove(taken.key());
        hold(taken.key(), taken.known(), next == null ? held.get(taken.key()) : next);
      }
    }

    private void hold(String key, MemberEntry.Known known, Member there) {
      if (known == MemberEntry.Known.PRESENT) {
        held.put(key, there);
      } else {
        held.remove(key);
      }
    }
  }

  /** The same for a delivery, which may read and writes nothing. */
  MembershipLog.Opener readOnly() {
    return new ReadOnly(memberships);
  }
}
