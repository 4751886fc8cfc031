package io.muster.delivery;

import io.muster.destination.VendorLists.ListName;
import io.muster.workspace.Audience;
import java.io.Serializable;

/**
 * A list that a connection keeps.
 *
 * @param ref what it is kept for
 * @param removalsConfirmed whether the operator has let the guard go for this run
 */
public record ListPlan(ListRef ref, Audience audience, boolean removalsConfirmed)
    implements Serializable {

  /** What the list is called, and Muster's own key of it. */
  ListName listName() {
    return new ListName(audience.name(), ref.key());
  }
}
