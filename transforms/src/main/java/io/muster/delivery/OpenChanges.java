package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.MemberEntry.Place;
import io.muster.model.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One list's changes whose outcome is open: each waits for the members that it touches, and is
 * counted once when the vendor has decided on the last of them.
 */
final class OpenChanges {

  private final CachedStore store;
  private final ListRef list;
  private final ListMemory memory;
  private final Tally.Part tally;

  OpenChanges(CachedStore store, ListRef list, ListMemory memory, Tally.Part tally) {
    this.store = store;
    this.list = list;
    this.memory = memory;
    this.tally = tally;
  }

  void open(WaitingChange change) {
    store.putWaiting(list, change);
    memory.pending++;
  }

  /** Empty where it is settled by now. */
  Optional<WaitingChange> find(Long id) {
    return store.waiting(list, id);
  }

  /** A change need not wait for a member any more; after the last it is counted. */
  void settle(Long id, String key) {
    find(id).ifPresent(waiting -> settle(waiting, key));
  }

  private void settle(WaitingChange waiting, String key) {
    WaitingChange after = waiting.without(key);
    if (!after.keys().isEmpty()) {
      store.putWaiting(list, after);
      return;
    }
    close(waiting.id());
    if (!after.isReceived()) {
      return; // nothing has come that could be counted
    }
    if (after.superseded()) {
      tally.superseded();
    } else {
      tally.activated();
    }
  }

  private void close(long id) {
    store.removeWaiting(list, id);
    memory.pending--;
  }

  /** A change waits for nothing any more; what it comes to is counted by the caller. */
  void forget(WaitingChange waiting) {
    close(waiting.id());
    for (String key : waiting.keys()) {
      store
          .member(list, key)
          .ifPresent(
              entry -> {
                List<Long> rest = new ArrayList<>(entry.waiters());
                rest.remove(waiting.id());
                store.putMember(list, key, entry.withWaiters(rest));
              });
    }
  }

  /** Counts a profile's older changes that no call has carried yet; gives those on their way. */
  List<Long> supersedeUnsent(ProfileEntry entry) {
    List<Long> onTheirWay = new ArrayList<>();
    for (Long id : entry.open()) {
      Optional<WaitingChange> waiting = find(id);
      if (waiting.isEmpty()) {
        continue;
      }
      if (isOnItsWay(waiting.get())) {
        onTheirWay.add(id);
      } else {
        forget(waiting.get());
        tally.superseded();
      }
    }
    return onTheirWay;
  }

  private boolean isOnItsWay(WaitingChange waiting) {
    for (String key : waiting.keys()) {
      if (isCarried(key, waiting.id())) {
        return true;
      }
    }
    return false;
  }

  private boolean isCarried(String key, long id) {
    MemberEntry entry = store.entry(list, key);
    if (entry.flight() != null) {
      return id <= entry.flight().upTo();
    }
    return entry.queue() == Place.BATCH && id <= memory.sendingUpTo;
  }
}
