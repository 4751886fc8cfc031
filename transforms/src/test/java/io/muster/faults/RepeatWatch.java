package io.muster.faults;

import io.muster.destination.Action;
import io.muster.destination.MemberBatch;
import io.muster.destination.MemberBatch.Operation;
import io.muster.model.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for calls that were repeated without a cause. What the vendor has acknowledged may be sent
 * again only when since then something else was wanted of the member or sent for it, the list was
 * made anew, or we crashed.
 */
final class RepeatWatch {

  private record Place(String listId, String key) {}

  private final Map<Place, Operation> acknowledged = new HashMap<>();
  private final Map<String, MemberBatch> queued = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  void sent(MemberBatch batch) {
    for (Operation operation : batch.operations()) {
      Place place = new Place(batch.listId(), operation.member().key());
      Operation before = acknowledged.remove(place);
      if (before != null && isSame(before, operation)) {
        faults.add(
            "list %s: %s %s sent again though it was acknowledged and nothing has happened since"
                .formatted(batch.listId(), operation.action(), operation.member().fields()));
      }
    }
  }

  /** The vendor has acknowledged an operation; {@code wanted} is what the list must hold by now. */
  void acknowledged(String listId, Operation operation, Optional<Member> wanted) {
    if (isWanted(operation, wanted)) {
      acknowledged.put(new Place(listId, operation.member().key()), operation);
    }
  }

  /** A batch is on its way in a job. */
  void queued(MemberBatch batch) {
    queued.put(batch.listId(), batch);
  }

  /** The job of a list is over. */
  Optional<MemberBatch> landed(String listId) {
    return Optional.ofNullable(queued.remove(listId));
  }

  /** What the list must hold now, perhaps for a moment only, by the members' keys. */
  void wanted(String listId, Map<String, Member> members) {
    acknowledged
        .entrySet()
        .removeIf(
            known ->
                known.getKey().listId().equals(listId)
                    && !isWanted(
                        known.getValue(), Optional.ofNullable(members.get(known.getKey().key()))));
  }

  /** After a crash nothing that was acknowledged is certain. */
  void crashed() {
    acknowledged.clear();
    queued.clear();
  }

  /** What was repeated without a cause. */
  List<String> faults() {
    return faults;
  }

  private static boolean isSame(Operation before, Operation after) {
    return before.action() == after.action()
        && (after.action() == Action.REMOVE
            || before.member().fields().equals(after.member().fields()));
  }

  private static boolean isWanted(Operation operation, Optional<Member> wanted) {
    return operation.action() == Action.REMOVE
        ? wanted.isEmpty()
        : wanted.filter(it -> it.fields().equals(operation.member().fields())).isPresent();
  }
}
