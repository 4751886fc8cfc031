package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.MemberEntry.Place;
import io.muster.destination.Action;
import io.muster.model.Member;
import io.muster.model.Tally;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One list's settlement and queues, open for one step. */
final class ListDesk implements Settlement.Owed {

  // What JSON or CSV adds to a member's own text; only for keeping a body within its limit.
  private static final int OVERHEAD_PER_MEMBER = 64;
  private static final int OVERHEAD_PER_FIELD = 24;
  private static final int BYTES_PER_CHAR = 3;

  private final ConnectionPlan plan;
  private final ListPlan list;
  private final ListMemory memory;
  private final int epoch;
  private final CachedStore store;
  private final Clock clock;
  private final Tally.Part tally;
  private final Settlement settlement;
  private final Brake brake;
  private final Map<Place, OwedQueue> queues = new LinkedHashMap<>();

  ListDesk(
      ConnectionPlan plan,
      ListPlan list,
      ListMemory memory,
      int epoch,
      CachedStore store,
      Clock clock,
      Tally.Part tally) {
    this.plan = plan;
    this.list = list;
    this.memory = memory;
    this.epoch = epoch;
    this.store = store;
    this.clock = clock;
    this.tally = tally;
    this.brake = new Brake(list, plan.guardWindow(), memory.guard, clock);
    this.settlement =
        new Settlement(store, list.ref(), epoch, plan.recall(), this, memory, brake, tally);
    for (Place place : places()) {
      queues.put(place, new OwedQueue(store, list.ref(), place, memory.queue(place)));
    }
  }

  /** Removals first: a member that moves to another key may be one and the same to the vendor. */
  private List<Place> places() {
    return plan.mixed()
        ? List.of(Place.MIXED, Place.ALONE)
        : List.of(Place.REMOVES, Place.ADDS, Place.ALONE);
  }

  ListPlan plan() {
    return list;
  }

  /** Which life of the delivery this is; see {@link ConnectionMemory#enter}. */
  int epoch() {
    return epoch;
  }

  ListMemory memory() {
    return memory;
  }

  Settlement settlement() {
    return settlement;
  }

  Brake brake() {
    return brake;
  }

  Tally.Part tally() {
    return tally;
  }

  @Override
  public MemberEntry enqueue(String key, MemberEntry owed) {
    MemberEntry entry = owed.wanted() == null ? brake.leaves(owed) : owed;
    if (entry.flight() != null || entry.queue() == Place.BATCH) {
      return entry; // looked at again when the call is over
    }
    Place place = placeOf(entry);
    if (entry.queue() == place) {
      return entry;
    }
    leave(entry);
    queues.get(place).add(key, clock.millis());
    return entry.withQueue(place);
  }

  Place placeOf(MemberEntry entry) {
    if (entry.marks().suspect()) {
      return Place.ALONE;
    }
    if (plan.mixed()) {
      return Place.MIXED;
    }
    return entry.wanted() == null ? Place.REMOVES : Place.ADDS;
  }

  /** A member that waited is to be looked at anew. */
  void leave(MemberEntry entry) {
    if (queues.containsKey(entry.queue())) {
      queues.get(entry.queue()).leave();
    }
  }

  /** Whether anything is owed, in a queue or in a batch. */
  boolean owes() {
    if (!memory.batches.isEmpty()) {
      return true;
    }
    // Asked of every list at every step.
    for (OwedQueue queue : queues.values()) {
      if (queue.live() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Since when the first member waits in a queue, epoch milliseconds; {@link Long#MAX_VALUE} where
   * none does.
   */
  long waitsSince() {
    return queues.values().stream()
        .filter(queue -> queue.live() > 0)
        .mapToLong(OwedQueue::since)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Batches that are full already. */
  int fullBatches() {
    return queues.entrySet().stream()
        .mapToInt(each -> (int) (each.getValue().live() / batchSize(each.getKey())))
        .sum();
  }

  /** When something here is to be sent next, epoch milliseconds, if anything waits. */
  Optional<Long> nextDue(Gathering gathering) {
    return queues.entrySet().stream()
        .filter(each -> each.getValue().live() > 0)
        .map(each -> gathering.dueAt(each.getValue(), batchSize(each.getKey())))
        .min(Long::compare);
  }

  private int batchSize(Place place) {
    return switch (place) {
      case ALONE -> 1;
      case REMOVES -> plan.batchSize(Action.REMOVE);
      default -> plan.batchSize(Action.ADD);
    };
  }

  /**
   * Forms a batch of what is due.
   *
   * @param nextId names it, if there is one
   */
  Optional<BatchEntry> formBatch(Gathering gathering, Supplier<String> nextId) {
    long now = clock.millis();
    for (Map.Entry<Place, OwedQueue> each : queues.entrySet()) {
      OwedQueue queue = each.getValue();
      int most = batchSize(each.getKey());
      if (queue.live() == 0 || gathering.dueAt(queue, most) > now) {
        continue;
      }
      Optional<BatchEntry> formed = form(each.getKey(), most, nextId, deadline(queue.since()));
      if (formed.isPresent()) {
        return formed;
      }
    }
    return Optional.empty();
  }

  private Optional<BatchEntry> form(Place place, int most, Supplier<String> nextId, long deadline) {
    List<String> keys = queues.get(place).take(most, new FitPicker(place));
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    BatchEntry batch = BatchEntry.formed(nextId.get(), place, keys, deadline);
    store.putBatch(batch);
    memory.batches.add(batch.id());
    return Optional.of(batch);
  }

  private long deadline(long since) {
    return memory.outage.deadline(since, plan.connection().delivery().retryFor());
  }

  /** A batch of members for which the vendor has been failing too long; to be given up. */
  Optional<BatchEntry> formOverdue(Supplier<String> nextId) {
    for (Map.Entry<Place, OwedQueue> each : queues.entrySet()) {
      OwedQueue queue = each.getValue();
      long deadline = queue.live() == 0 ? 0 : deadline(queue.since());
      if (deadline != 0 && deadline <= clock.millis()) {
        return form(each.getKey(), batchSize(each.getKey()), nextId, deadline);
      }
    }
    return Optional.empty();
  }

  /** Nothing more is done for a batch. */
  void finish(BatchEntry batch) {
    memory.batches.remove(batch.id());
    store.removeBatch(batch.id());
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
      MemberEntry entry = store.entry(list.ref(), key);
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
      if (member == null) {
        return OVERHEAD_PER_MEMBER;
      }
      return OVERHEAD_PER_MEMBER
          + (long) OVERHEAD_PER_FIELD * member.fields().size()
          + (long) BYTES_PER_CHAR * member.length();
    }
  }

  private final class AnyPicker implements OwedQueue.Picker {
    private final Place place;

    AnyPicker(Place place) {
      this.place = place;
    }

    @Override
    public Pick pick(String key) {
      MemberEntry entry = store.entry(list.ref(), key);
      if (entry.queue() != place) {
        return Pick.GONE;
      }
      store.putMember(list.ref(), key, entry.withQueue(Place.NONE));
      return Pick.TAKEN;
    }
  }
}
