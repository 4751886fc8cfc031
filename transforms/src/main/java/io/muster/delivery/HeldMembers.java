package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down how many members each list is known to hold: the next run's guard measures by it. */
final class HeldMembers {

  /** That a list has grown is written to the registry no more often. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  private static final double GROWTH_WORTH_WRITING = 0.1;

  /** At once: by one that is too large, the next run may remove too many. */
  private static final double LOSS_WORTH_WRITING = 0.02;

  private final ConnectionPlan plan;
  private final ConnectionMemory memory;
  private final ListRegistry registry;
  private final Clock clock;

  HeldMembers(ConnectionPlan plan, ConnectionMemory memory, ListRegistry registry, Clock clock) {
    this.plan = plan;
    this.memory = memory;
    this.registry = registry;
    this.clock = clock;
  }

  void write(Map<ListRef, Long> members) {
    if (members.isEmpty()) {
      return;
    }
    registry.remember(plan.connection().name(), members);
    members.forEach(
        (ref, held) -> {
          memory.list(ref).remembered = held;
          memory.list(ref).rememberedAt = clock.millis();
        });
  }

  /** While a run goes on, too: one that dies must leave the next one's guard something. */
  void writeNowAndThen(Collection<ListDesk> desks) {
    Map<ListRef, Long> changed = new LinkedHashMap<>();
    for (ListDesk desk : desks) {
      ListMemory list = desk.memory();
      if (list.stage != Stage.READY) {
        continue;
      }
      long held = desk.brake().held();
      if (isWorthWriting(held, list)) {
        changed.put(desk.plan().ref(), held);
      }
    }
    write(changed);
  }

  private boolean isWorthWriting(long held, ListMemory list) {
    if (held < list.remembered) {
      return list.remembered - held > list.remembered * LOSS_WORTH_WRITING;
    }
    boolean soon = clock.millis() - list.rememberedAt < EVERY.toMillis();
    return !soon && held - list.remembered > list.remembered * GROWTH_WORTH_WRITING;
  }
}
