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
    Map<String, Member> held = new HashMap<>();
    try (MembershipLog log = memberships.open(connection)) {
      String listId = log.recall(list, (note, first) -> take(note, held));
      return listId.isEmpty()
          ? Optional.empty()
          : Optional.of(key -> Optional.ofNullable(held.get(key)));
    }
  }

  private static void take(MembershipNote note, Map<String, Member> held) {
    if (note instanceof MembershipNote.OfMember member) {
      if (member.entry().known() == MemberEntry.Known.PRESENT) {
        held.put(member.key(), member.entry().sent());
      } else {
        held.remove(member.key());
      }
    }
  }

  /** The same for a delivery, which may read and writes nothing. */
  MembershipLog.Opener readOnly() {
    return new ReadOnly(memberships);
  }
}
