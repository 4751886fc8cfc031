package io.muster.destination;

import io.muster.model.Member;
import java.util.List;

/**
 * Members of one list, sent in one call; no member twice.
 *
 * @param listId the vendor's id of the list
 * @param operations in the order in which results are expected; all of one action unless the
 *     destination's {@link DestinationSpec.BatchShape#mixed()} says otherwise
 */
public record MemberBatch(String listId, List<Operation> operations) {

  public MemberBatch {
    operations = List.copyOf(operations);
  }

  /**
   * One member and what is done to it.
   *
   * @param member for a removal, with the fields last sent
   */
  public record Operation(Action action, Member member) {}

  /** Whether any operation has that action. */
  public boolean has(Action action) {
    return operations.stream().anyMatch(operation -> operation.action() == action);
  }
}
