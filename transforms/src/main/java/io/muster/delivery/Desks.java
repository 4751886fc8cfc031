package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The desks of one connection's lists, each opened when its list is first touched, and what all of
 * them come to together.
 */
final class Desks {

  private final StepTools tools;
  private final ConnectionMemory memory;
  private final MembershipLog log;
  private final Tally tally;
  private final Map<ListRef, ListPlan> plans = new HashMap<>();
  private final Map<ListRef, ListDesk> open = new LinkedHashMap<>();
  // The desk of the last change; null before the first.
  private ListDesk last;

  /** Opens those of the lists that were worked on in earlier steps. */
  Desks(StepTools tools, ConnectionMemory memory, MembershipLog log, Tally tally) {
    this.tools = tools;
    this.memory = memory;
    this.log = log;
    this.tally = tally;
    tools.plan().lists().forEach(list -> plans.put(list.ref(), list));
    memory.lists().keySet().stream().filter(plans::containsKey).forEach(this::of);
    memory.othersAreTakenIn(plans.keySet());
    makeGoodForIdleness();
  }

  /** What a batch was given to be taken in was time to try, and nobody has tried. */
  private void makeGoodForIdleness() {
    if (memory.idle == 0) {
      return;
    }
    for (ListDesk desk : all()) {
      for (String id : desk.memory().batches) {
        BatchEntry batch = tools.store().batch(id).orElseThrow();
        if (batch.deadline() != 0) {
          tools.store().putBatch(batch.until(batch.deadline() + memory.idle));
        }
      }
    }
    memory.idle = 0;
  }

  /**
   * A list's desk.
   *
   * @throws IllegalArgumentException when the run does not work on the list
   */
  ListDesk of(ListRef ref) {
    return open.computeIfAbsent(ref, this::recalled);
  }

  /** One list's changes come together, and share its names. */
  ListDesk of(MembershipChange change) {
    ListRef before = last == null ? null : last.plan().ref();
    if (before == null
        || !before.dataflow().equals(change.dataflow())
        || !before.audience().equals(change.audience())) {
      last = of(new ListRef(change.dataflow(), change.audience()));
    }
    return last;
  }

  /**
   * The first time that a list is touched, what earlier runs have left of it is taken in; likewise
   * what another run has left since this one's state was saved.
   */
  private ListDesk recalled(ListRef ref) {
    ListDesk desk = opened(ref);
    ListMemory list = desk.memory();
    ConnectionPlan plan = tools.plan();
    list.overtakenBy.ifPresent(
        run ->
            tools
                .output()
                .notice(
                    "%s: run %s has delivered to the list \"%s\" since this state was saved; what it has left is taken in"
                        .formatted(plan.connection().name(), run, desk.plan().audience().name())));
    if (!list.recalled || list.overtakenBy.isPresent()) {
      new Recollection(desk, tools.store(), plan.recall()).takeIn(log);
    }
    return desk;
  }

  private ListDesk opened(ListRef ref) {
    ListPlan list = plans.get(ref);
    if (list == null) {
      throw new IllegalArgumentException(
          "connection %s keeps no list for %s".formatted(tools.plan().connection().name(), ref));
    }
    return new ListDesk(
        tools.plan(),
        list,
        memory.list(ref),
        memory.epoch,
        tools.store(),
        tools.clock(),
        tally.of(ref.dataflow(), ref.audience()));
  }

  Collection<ListDesk> all() {
    return Collections.unmodifiableCollection(open.values());
  }

  /** Each step begins behind the list that was served last, so that none is starved. */
  List<ListDesk> inTurn() {
    List<ListDesk> order = new ArrayList<>(open.values());
    if (!order.isEmpty()) {
      Collections.rotate(order, -Math.floorMod(memory.turn, order.size()));
    }
    return order;
  }

  boolean owe() {
    return all().stream().anyMatch(ListDesk::owes);
  }

  /** Changes whose outcome is open. */
  long pending() {
    return all().stream().mapToLong(desk -> desk.memory().pending).sum();
  }

  /** Whether no more may be taken in until something is delivered. */
  boolean areFull() {
    return pending() > tools.plan().connection().delivery().maxPending();
  }

  /** Since when the vendor takes nothing for some list; empty while it takes what is sent. */
  Optional<Instant> failingSince() {
    return all().stream()
        .map(desk -> desk.memory().outage.since())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Lists that can't be used: the name is somebody else's, or the vendor would not make it. */
  long unusable() {
    return all().stream()
        .map(desk -> desk.memory().stage)
        .filter(stage -> stage == Stage.REFUSED || stage == Stage.UNAVAILABLE)
        .count();
  }

  /**
   * No call is made for any of them before then.
   *
   * @param until epoch milliseconds
   */
  void hold(long until) {
    for (ListDesk desk : all()) {
      desk.memory().notBefore = Math.max(desk.memory().notBefore, until);
    }
  }

  /** Writes what the desks hold back until the end of a step. */
  void save() {
    all().forEach(ListDesk::save);
  }
}
