package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.QueueMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Members of one list that wait to be sent, in the order in which they became owed. Kept in pages,
 * so that adding and taking touch no more state than they must. A member that has moved on stays in
 * its page and is passed over when it is reached.
 */
final class OwedQueue {

  /** What one step adds is written in pages of no more. */
  private static final int PAGE = 1_000;

  /**
   * A page with as many is closed. It is written anew with each step that adds to it: where steps
   * add a few, a large page would be written more often than it has members.
   */
  private static final int CLOSED = 64;

  private static final long PAGE_LASTS = Duration.ofMinutes(5).toMillis();

  private final CachedStore store;
  private final ListRef list;
  private final MemberEntry.Place place;
  private final QueueMemory memory;

  // Added in this step; written a page at a time and by save(), so that a key costs no page.
  private final List<String> added = new ArrayList<>();
  private long addedSince;

  OwedQueue(CachedStore store, ListRef list, MemberEntry.Place place, QueueMemory memory) {
    this.store = store;
    this.list = list;
    this.place = place;
    this.memory = memory;
  }

  /** Adds a member whose entry says {@link MemberEntry#queue()} of this queue from now on. */
  void add(String key, long now) {
    if (memory.live == 0) {
      memory.since = now;
    }
    if (added.isEmpty()) {
      addedSince = now;
    }
    added.add(key);
    memory.live++;
    if (added.size() == PAGE) {
      save();
    }
  }

  /** A member has been taken elsewhere. */
  void leave() {
    memory.live--;
  }

  long live() {
    return memory.live;
  }

  /** Since when the first member waits, epoch milliseconds. */
  long since() {
    return memory.since;
  }

  /** Takes up to {@code most} members; each one's entry is left for the caller to change. */
  List<String> take(int most, Picker picker) {
    save();
    List<String> taken = new ArrayList<>();
    while (memory.live > 0 && memory.head < memory.tail) {
      Optional<OwedPage> page = store.page(list, place, memory.head);
      List<String> keys = page.map(OwedPage::keys).orElse(List.of());
      int used = 0;
      boolean full = false;
      for (String key : keys) {
        if (taken.size() == most) {
          full = true;
          break;
        }
        Picker.Pick pick = picker.pick(key);
        if (pick == Picker.Pick.NO_ROOM) {
          full = true;
          break;
        }
        used++;
        if (pick == Picker.Pick.TAKEN) {
          memory.live--;
          taken.add(key);
        }
      }
      if (used < keys.size()) {
        OwedPage rest = new OwedPage(page.orElseThrow().since(), keys.subList(used, keys.size()));
        store.putPage(list, place, memory.head, rest);
      } else {
        store.removePage(list, place, memory.head);
        memory.head++;
      }
      store.relieve();
      if (full || taken.size() == most) {
        break;
      }
    }
    store.page(list, place, memory.head).ifPresent(page -> memory.since = page.since());
    return taken;
  }

  /** Writes what was added to the pages; drops pages that hold only members that have moved on. */
  void save() {
    if (memory.live == 0) {
      added.clear();
      for (; memory.head < memory.tail; memory.head++) {
        store.removePage(list, place, memory.head);
      }
    }
    int from = 0;
    while (from < added.size()) {
      long last = memory.tail - 1;
      Optional<OwedPage> open =
          memory.tail > memory.head
              ? store.page(list, place, last).filter(this::hasRoom)
              : Optional.empty();
      int room = PAGE - open.map(page -> page.keys().size()).orElse(0);
      int to = Math.min(added.size(), from + room);
      List<String> some = added.subList(from, to);
      if (open.isPresent()) {
        store.putPage(list, place, last, open.get().with(some));
      } else {
        store.putPage(list, place, memory.tail, new OwedPage(addedSince, some));
        memory.tail++;
      }
      from = to;
    }
    added.clear();
  }

  /** A page is soon closed, for all in it count as old as its first. */
  private boolean hasRoom(OwedPage page) {
    return page.keys().size() < CLOSED && addedSince - page.since() < PAGE_LASTS;
  }

  /** Decides about the next member of a queue. */
  interface Picker {

    Pick pick(String key);

    /** What is done with it. */
    enum Pick {
      TAKEN,
      /** It has moved on; it is dropped here. */
      GONE,
      /** The batch is full; it stays. */
      NO_ROOM
    }
  }
}
