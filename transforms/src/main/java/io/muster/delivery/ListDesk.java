package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.MemberEntry.Place;
import io.muster.model.Member;
import io.muster.model.Tally;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One list's settlement and queues, open for one step. */
final class ListDesk implements Settlement.Owed {

  // What JSON or CSV adds to a member's own text; only for keeping a body within its limit.
  private static final int OVERHEAD_PER_MEMBER = 64;
  private static final int OVERHEAD_PER_FIELD = 24;
  private static final int BYTES_PER_CHAR = 3;

  private final ConnectionPlan plan;
  private final ListPlan list;
  private final ListMemory memory;
  private final DeliveryStore store;
  private final Clock clock;
  private final Tally.Part tally;
  private final Settlement settlement;
  private final Map<Place, OwedQueue> queues = new LinkedHashMap<>();

  ListDesk(
      ConnectionPlan plan,
      ListPlan list,
      ListMemory memory,
      int epoch,
      DeliveryStore store,
      Clock clock,
      Tally.Part tally) {
    this.plan = plan;
    this.list = list;
    this.memory = memory;
    this.store = store;
    this.clock = clock;
    this.tally = tally;
    this.settlement = new Settlement(store, list.ref(), epoch, this, tally);
    for (Place place : places()) {
      queues.put(place, new OwedQueue(store, list.ref(), place, memory.queue(place)));
    }
  }

  /** Removals first: a member that moves to another key may be one and the same to the vendor. */
  private List<Place> places() {
    return plan.mixed() ? List.of(Place.MIXED) : List.of(Place.REMOVES, Place.ADDS);
  }

  ListPlan plan() {
    return list;
  }

  ListMemory memory() {
    return memory;
  }

  Settlement settlement() {
    return settlement;
  }

  Tally.Part tally() {
    return tally;
  }

  @Override
  public MemberEntry enqueue(String key, MemberEntry entry) {
    if (entry.flight() != null || entry.queue() == Place.BATCH) {
      return entry; // looked at again when the call is over
    }
    Place place = placeOf(entry);
    if (entry.queue() == place) {
      return entry;
    }
    if (entry.queue() != Place.NONE) {
      queues.get(entry.queue()).leave();
    }
    queues.get(place).add(key, clock.millis());
    return entry.withQueue(place);
  }

  Place placeOf(MemberEntry entry) {
    if (plan.mixed()) {
      return Place.MIXED;
    }
    return entry.wanted() == null ? Place.REMOVES : Place.ADDS;
  }

  /** Whether anything is owed, in a queue or in a batch. */
  boolean owes() {
    return !memory.batches.isEmpty()
        || queues.values().stream().anyMatch(queue -> queue.live() > 0);
  }

  /** When the oldest queued member has waited long enough, epoch milliseconds, if any waits. */
  Optional<Long> nextDue() {
    long age = plan.connection().delivery().maxBatchAge().toMillis();
    return queues.values().stream()
        .filter(queue -> queue.live() > 0)
        .map(queue -> isFull(queue) ? 0L : queue.since() + age)
        .min(Long::compare);
  }

  private boolean isFull(OwedQueue queue) {
    return queue.live() >= plan.connection().limits().batchSize();
  }

  /**
   * Forms a batch of what is due.
   *
   * @param everything whether members that have not waited long enough go too
   */
  Optional<BatchEntry> formBatch(boolean everything, String id) {
    long now = clock.millis();
    long age = plan.connection().delivery().maxBatchAge().toMillis();
    for (Map.Entry<Place, OwedQueue> each : queues.entrySet()) {
      OwedQueue queue = each.getValue();
      boolean due = queue.live() > 0 && (everything || isFull(queue) || queue.since() + age <= now);
      if (!due) {
        continue;
      }
      long deadline = deadline(queue.since());
      List<String> keys =
          queue.take(plan.connection().limits().batchSize(), new FitPicker(each.getKey()));
      if (!keys.isEmpty()) {
        BatchEntry batch = BatchEntry.formed(id, each.getKey(), keys, deadline);
        store.putBatch(batch);
        memory.batches.add(id);
        return Optional.of(batch);
      }
    }
    return Optional.empty();
  }

  /**
   * An outage counts against all that waits for its end, not against each batch anew; 0 where
   * nothing has failed.
   */
  private long deadline(long since) {
    return memory.failingSince == 0
        ? 0
        : Math.max(since, memory.failingSince) + plan.connection().delivery().retryFor().toMillis();
  }

  /** Whether the vendor has been failing for so long that what waits has to be given up. */
  boolean isOverdue(long now) {
    return memory.failingSince != 0
        && queues.values().stream()
            .anyMatch(queue -> queue.live() > 0 && deadline(queue.since()) <= now);
  }

  /** Writes what the queues hold back until the end of a step. */
  void save() {
    queues.values().forEach(OwedQueue::save);
  }

  /** All that waits in the queues, taken out of them. */
  List<String> takeAll() {
    List<String> all = new ArrayList<>();
    queues.forEach(
        (place, queue) -> all.addAll(queue.take(Integer.MAX_VALUE, new AnyPicker(place))));
    return all;
  }

  /** Takes members of a queue while their bodies fit one call. */
  private final class FitPicker implements OwedQueue.Picker {
    private final Place place;
    private long bytes;
    private boolean any;

    FitPicker(Place place) {
      this.place = place;
    }

    @Override
    public Pick pick(String key) {
      MemberEntry entry = store.member(list.ref(), key).orElse(MemberEntry.UNSEEN);
      if (entry.queue() != place) {
        return Pick.GONE;
      }
      long size = size(entry.wanted() != null ? entry.wanted() : entry.sent());
      if (any && bytes + size > plan.maxBytes()) {
        return Pick.NO_ROOM;
      }
      bytes += size;
      any = true;
      store.putMember(list.ref(), key, entry.withQueue(Place.BATCH));
      return Pick.TAKEN;
    }

    private static long size(Member member) {
      long size = OVERHEAD_PER_MEMBER;
      if (member != null) {
        for (String value : member.fields().values()) {
          size += OVERHEAD_PER_FIELD + (long) BYTES_PER_CHAR * value.length();
        }
      }
      return size;
    }
  }

  private final class AnyPicker implements OwedQueue.Picker {
    private final Place place;

    AnyPicker(Place place) {
      this.place = place;
    }

    @Override
    public Pick pick(String key) {
      MemberEntry entry = store.member(list.ref(), key).orElse(MemberEntry.UNSEEN);
      if (entry.queue() != place) {
        return Pick.GONE;
      }
      store.putMember(list.ref(), key, entry.withQueue(Place.NONE));
      return Pick.TAKEN;
    }
  }
}
