package io.muster.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of one list whose outcome is open and whose ids lie together, so that state is touched
 * once for them all: a packet's changes are taken in list by list, and sent in about that order.
 *
 * @param changes by id, ascending; no more than {@link #SIZE}
 */
public record WaitingPage(List<WaitingChange> changes) {

  /**
   * How many ids a page covers. More would be read and written in vain where a list gets a change
   * now and then.
   */
  static final int SIZE = 16;

  static final WaitingPage EMPTY = new WaitingPage(List.of());

  public WaitingPage {
    changes = List.copyOf(changes);
  }

  /** Of the page where a change is. */
  static long numberOf(long id) {
    return id / SIZE;
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  Optional<WaitingChange> change(long id) {
    for (WaitingChange each : changes) {
      if (each.id() == id) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** With a change that is new or other than it was. */
  WaitingPage with(WaitingChange change) {
    List<WaitingChange> all = new ArrayList<>(changes);
    int at = 0;
    while (at < all.size() && all.get(at).id() < change.id()) {
      at++;
    }
    if (at < all.size() && all.get(at).id() == change.id()) {
      all.set(at, change);
    } else {
      all.add(at, change);
    }
    return new WaitingPage(all);
  }

  WaitingPage without(long id) {
    List<WaitingChange> others = new ArrayList<>(changes.size());
    for (WaitingChange each : changes) {
      if (each.id() != id) {
        others.add(each);
      }
    }
    return new WaitingPage(others);
  }
}
