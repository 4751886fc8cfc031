package io.muster.delivery;

import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers one connection's changes: takes them in, and in each step does what is due for each
 * list. Holds nothing between steps but the store and the {@link ConnectionMemory}; call {@link
 * #save} at the end of a step. Never sleeps.
 */
public final class ConnectionDelivery {

  /** When to look for the answer to a call that is under way. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final ConnectionMemory memory;
  private final Clock clock;
  private final DeliveryOutput output;
  private final ListRegistry registry;
  private final Errands errands;
  private final CachedStore store;
  private final Letters letters;
  private final NoteWriter notes;
  private final Desks desks;
  private final Stoppage stoppage;
  private final Gatherer gatherer;
  private final Snapshot snapshot;
  private final HeldMembers heldMembers;
  private final GivingUp givingUp;
  private final ListWorker worker;
  private final RunClosing closing;

  /**
   * Opens a step.
   *
   * @param memory what every step needs of the state; changed by this one
   * @param store the rest of the state; changed by {@link #save} at the latest
   * @param output is told what became of things
   * @param tally counts what this step has settled
   */
  public ConnectionDelivery(
      ConnectionPlan plan,
      Outside outside,
      ConnectionMemory memory,
      DeliveryStore store,
      DeliveryOutput output,
      Tally tally) {
    this.memory = memory;
    this.clock = outside.clock();
    this.output = output;
    this.registry = outside.registry();
    this.errands = outside.errands();
    this.notes = new NoteWriter(memory, outside.log());
    this.store = new CachedStore(store, memory.pagedFrom, memory.epoch, notes::write);
    StepTools tools = new StepTools(plan, this.store, clock, output, errands, memory.life());
    this.letters = tools.letters();
    this.desks = new Desks(tools, memory, outside.log(), tally);
    this.stoppage = new Stoppage(memory, plan.connection().name(), clock, output);
    this.gatherer = new Gatherer(plan, outside.pace(), desks);
    this.snapshot = new Snapshot(tools, memory, outside.log(), desks);
    this.heldMembers = new HeldMembers(plan, memory, registry, clock);
    WholeConnection whole = new WholeConnection(desks, stoppage, output);
    ListResolver resolver = new ListResolver(plan, outside.vendor(), registry, clock);
    ListKeeper keeper = new ListKeeper(tools, resolver, whole);
    CallLedger ledger = new CallLedger(plan, clock, output);
    JobPoller poller = new JobPoller(tools, outside.vendor(), outside.pace(), ledger);
    BatchSender sender =
        new BatchSender(tools, outside.vendor(), outside.pace(), notes, ledger, poller);
    Backoff backoff = new Backoff(plan.connection().delivery().firstRetry(), outside.random());
    this.givingUp = new GivingUp(tools, memory);
    this.worker = new ListWorker(tools, memory, backoff, keeper, sender, poller, givingUp, whole);
    this.closing =
        new RunClosing(tools, outside.vendor(), keeper, givingUp, heldMembers, desks, stoppage);
  }

  /**
   * Takes in changes list by list, each list's in their order: what lies together in state is
   * touched together.
   */
  public void acceptAll(List<MembershipChange> changes) {
    Map<ListRef, List<MembershipChange>> byList = new LinkedHashMap<>();
    for (MembershipChange change : changes) {
      byList
          .computeIfAbsent(
              new ListRef(change.dataflow(), change.audience()), list -> new ArrayList<>())
          .add(change);
    }
    byList.values().forEach(each -> each.forEach(this::accept));
  }

  /** Takes in one change; what it makes owed is sent by {@link #work}. */
  public void accept(MembershipChange change) {
    if (change.isSighting()) {
      snapshot.sight(change);
      return;
    }
    ListDesk desk = desks.of(change);
    snapshot.has(desk.plan().ref(), change.profileId());
    Settlement.Verdict verdict = desk.settlement().apply(change, memory.nextChange++);
    if (verdict == Settlement.Verdict.UNCHANGED) {
      output.leftAlone(change);
    } else if (verdict == Settlement.Verdict.NO_MEMBER_KEY) {
      desk.tally().gaveUp(Reason.NO_MEMBER_KEY);
      letters.write(
          Reason.NO_MEMBER_KEY,
          "nothing is known of the profile, and the exit's own fields name no member",
          desk.plan().ref(),
          change.origin());
    }
  }

  /** At the end of a mirror's snapshot; see {@link Snapshot#lapse}. */
  public void lapse() {
    snapshot.lapse();
  }

  /** How much of what is owed is to be sent. */
  public enum Urgency {
    /** Full batches and those that have waited long enough. */
    WHEN_DUE,
    /** As much as it takes to hold no more than may be pending. */
    RELIEF,
    /** Everything: no more input comes. */
    EVERYTHING
  }

  /**
   * Does what is due, each list in turn, as long as there is something to do.
   *
   * @param until when to stop starting calls, so that a checkpoint need not wait
   * @return when to call again, or empty when nothing is owed
   */
  public Optional<Instant> work(Urgency urgency, Instant until) {
    if (stoppage.isOn()) {
      return desks.owe() ? Optional.of(stoppage.tryAgainAt()) : Optional.empty();
    }
    if (urgency == Urgency.EVERYTHING) {
      givingUp.runEnds();
    }
    Optional<ListDesk> calling = desks.all().stream().filter(worker::isUnderway).findFirst();
    boolean progress = true;
    while (progress && clock.instant().isBefore(until)) {
      progress = false;
      Gathering gathering = gatherer.ofAll(urgency);
      // An answer is read before the next call is begun: it may ask the whole connection to wait.
      List<ListDesk> order = calling.map(List::of).orElseGet(desks::inTurn);
      calling = Optional.empty();
      for (ListDesk desk : order) {
        if (!clock.instant().isBefore(until)) {
          break;
        }
        if (worker.workOn(desk, gatherer.of(desk, urgency, gathering))) {
          progress = true;
          memory.turn++;
        }
        store.relieve();
        if (stoppage.isOn()) {
          return Optional.of(stoppage.tryAgainAt());
        }
        if (worker.isUnderway(desk)) {
          calling = Optional.of(desk);
          break;
        }
      }
      boolean idle = !progress && calling.isEmpty();
      if (idle && order.stream().anyMatch(worker::lookAhead)) {
        progress = true;
        if (stoppage.isOn()) {
          return Optional.of(stoppage.tryAgainAt());
        }
      }
    }
    return nextCall(urgency);
  }

  /** Changes whose outcome is open. */
  public long pending() {
    return desks.pending();
  }

  /** Since when the vendor takes nothing for some list; empty while it takes what is sent. */
  public Optional<Instant> failingSince() {
    return desks.failingSince();
  }

  /**
   * What the next call waits for, between two steps; empty where none is owed or one is being made,
   * where members wait for company, and where the connection is stopped, which is told of.
   */
  public Optional<Waiting> waiting() {
    return stoppage.isOn() || errands.isBusy()
        ? Optional.empty()
        : desks.all().stream()
            .filter(worker::waits)
            .min(Comparator.comparingLong(desk -> desk.memory().notBefore))
            .map(worker::waiting);
  }

  /** Lists that can't be used: the name is somebody else's, or the vendor would not make it. */
  public long unusableLists() {
    return desks.unusable();
  }

  /** Whether no more may be taken in until something is delivered. */
  public boolean isFull() {
    return desks.areFull();
  }

  private Optional<Instant> nextCall(Urgency urgency) {
    Optional<Long> next = Optional.empty();
    Gathering gathering = gatherer.ofAll(urgency);
    // One call at a time: while it is being made, none can be begun.
    long earliest = errands.isBusy() ? clock.millis() + LOOK_AGAIN.toMillis() : 0;
    for (ListDesk desk : desks.all()) {
      Optional<Long> due =
          desk.memory().batches.isEmpty()
              ? desk.nextDue(gatherer.of(desk, urgency, gathering))
              : Optional.of(0L);
      Optional<Long> at =
          worker.isUnderway(desk)
              ? Optional.of(earliest)
              : due.map(when -> Math.max(earliest, Math.max(when, desk.memory().notBefore)));
      if (at.isPresent() && (next.isEmpty() || at.get() < next.get())) {
        next = at;
      }
    }
    return next.map(Instant::ofEpochMilli);
  }

  /** Whether the connection is stopped until somebody mends it; the words say what to do. */
  public Optional<String> stopped() {
    return stoppage.words();
  }

  /** Reads the answer to a call with members that is under way, if it is there; makes no call. */
  public void readAnswer() {
    desks.all().stream().filter(worker::isUnderway).findFirst().ifPresent(worker::readAnswer);
  }

  /** Fails all that is still owed: the run ends, or the connection can't go on. */
  public void abandon() {
    closing.abandon();
  }

  /**
   * At the end of a run: asks the vendor what has become of each list, as far as budget and time
   * allow, and writes down how many members each is known to hold. A list to which nothing was owed
   * is looked for as well, and where it is gone, all that it must hold is owed again.
   *
   * @param until when to stop asking
   * @return whether anything is owed again
   */
  public boolean closeOut(Instant until) {
    return closing.closeOut(until);
  }

  /** Writes what the step has changed to the store behind. */
  public void save() {
    tell();
    desks.save();
    store.flush();
    notes.await();
  }

  /**
   * Tells later runs, the registry's and the log's readers, how far this one has come; the step may
   * go on.
   */
  public void tell() {
    heldMembers.writeNowAndThen(desks.all());
    registry.write(!desks.owe());
    memory.steppedAt = clock.millis();
    notes.write(store);
  }
}
