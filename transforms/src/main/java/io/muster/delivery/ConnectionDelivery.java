package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorLists;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.Standing;
import io.muster.model.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Delivers one connection's changes: takes them in, and in each step does what is due for each
 * list. Holds nothing between steps but the store and the {@link ConnectionMemory}; call {@link
 * #save} at the end of a step. Never sleeps.
 */
public final class ConnectionDelivery {

  /** When to look for the answer to a call that is under way. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final Duration STOP_RETRY = Duration.ofMinutes(1);
  private static final Duration LONGEST_STOP_RETRY = Duration.ofMinutes(15);

  private final ConnectionPlan plan;
  private final ConnectionMemory memory;
  private final CachedStore store;
  private final Clock clock;
  private final DeliveryOutput output;
  private final Tally tally;
  private final Pace pace;
  private final ListRegistry registry;
  private final MembershipLog log;
  private final VendorLists vendor;
  private final Errands errands;
  private final Snapshot snapshot;
  private final HeldMembers heldMembers;
  private final ListKeeper keeper;
  private final ListWorker worker;
  private final Map<ListRef, ListDesk> desks = new LinkedHashMap<>();
  // The desk of the last change; null before the first.
  private ListDesk lastDesk;
  private final Map<ListRef, ListPlan> plans = new HashMap<>();

  /**
   * Opens a step.
   *
   * @param vendor the conversation and what it costs
   * @param registry asked for each list's owner before the list is first used
   * @param log what earlier runs have left, and what later ones are told
   * @param pace how fast the vendor may be called
   * @param errands where calls are made
   * @param random for the jitter of pauses
   */
  public ConnectionDelivery(
      ConnectionPlan plan,
      ConnectionMemory memory,
      DeliveryStore store,
      VendorLists vendor,
      ListRegistry registry,
      MembershipLog log,
      Pace pace,
      Errands errands,
      Clock clock,
      RandomGenerator random,
      DeliveryOutput output,
      Tally tally) {
    this.plan = plan;
    this.memory = memory;
    this.store = new CachedStore(store, memory.pagedFrom, memory.epoch == 0, this::writeNotes);
    this.clock = clock;
    this.output = output;
    this.tally = tally;
    this.pace = pace;
    this.errands = errands;
    this.registry = registry;
    this.log = log;
    this.vendor = vendor;
    this.snapshot = new Snapshot(plan, memory, this.store, clock, output, log, this::desk);
    this.heldMembers = new HeldMembers(plan, memory, registry, clock);
    WholeConnection whole = new Whole();
    this.keeper =
        new ListKeeper(
            plan,
            memory.life(),
            clock,
            output,
            new ListResolver(plan, vendor, registry, clock),
            errands,
            whole);
    CallLedger ledger = new CallLedger(plan, clock, output);
    JobPoller poller =
        new JobPoller(
            plan, this.store, vendor, pace, errands, memory.life(), clock, output, ledger);
    this.worker =
        new ListWorker(
            plan,
            memory,
            this.store,
            clock,
            output,
            new Backoff(plan.connection().delivery().firstRetry(), random),
            keeper,
            new BatchSender(
                plan,
                this.store,
                vendor,
                pace,
                errands,
                this::writeAhead,
                memory.life(),
                clock,
                output,
                ledger,
                poller),
            poller,
            errands,
            whole);
    plan.lists().forEach(list -> plans.put(list.ref(), list));
    // Lists that still owe something from earlier steps.
    memory.lists().keySet().stream().filter(plans::containsKey).forEach(this::desk);
    memory.othersAreTakenIn(plans.keySet());
    makeGoodForIdleness();
  }

  /** What a batch was given to be taken in was time to try, and nobody has tried. */
  private void makeGoodForIdleness() {
    if (memory.idle == 0) {
      return;
    }
    for (ListDesk desk : desks.values()) {
      for (String id : desk.memory().batches) {
        BatchEntry batch = store.batch(id).orElseThrow();
        if (batch.deadline() != 0) {
          store.putBatch(batch.until(batch.deadline() + memory.idle));
        }
      }
    }
    memory.idle = 0;
  }

  private ListDesk desk(ListRef ref) {
    return desks.computeIfAbsent(
        ref,
        key -> {
          ListPlan list = plans.get(key);
          if (list == null) {
            throw new IllegalArgumentException(
                "connection %s keeps no list for %s".formatted(plan.connection().name(), key));
          }
          return recalled(
              new ListDesk(
                  plan,
                  list,
                  memory.list(key),
                  memory.epoch,
                  store,
                  clock,
                  tally.of(key.dataflow(), key.audience())));
        });
  }

  /**
   * The first time that a list is touched, what earlier runs have left of it is taken in; likewise
   * what another run has left since this one's state was saved.
   */
  private ListDesk recalled(ListDesk desk) {
    ListMemory list = desk.memory();
    list.overtakenBy.ifPresent(
        run ->
            output.notice(
                "%s: run %s has delivered to the list \"%s\" since this state was saved; what it has left is taken in"
                    .formatted(plan.connection().name(), run, desk.plan().audience().name())));
    if (!list.recalled || list.overtakenBy.isPresent()) {
      new Recollection(desk, store, plan.recall()).takeIn(log);
    }
    return desk;
  }

  private void writeAhead(ListDesk desk) {
    ListRef ref = desk.plan().ref();
    List<MembershipNote> notes = store.takeNotes(ref);
    if (!notes.isEmpty()) {
      log.append(List.of(new MembershipLog.Page(ref, desk.memory().listId, notes)));
    }
    log.sync();
  }

  /** Begins to; no more than this is under way at a time. */
  private void writeNotes() {
    log.sync();
    List<MembershipLog.Page> pages = new ArrayList<>();
    for (ListRef ref : store.lists()) {
      List<MembershipNote> notes = store.takeNotes(ref);
      if (!notes.isEmpty()) {
        pages.add(new MembershipLog.Page(ref, memory.list(ref).listId, notes));
      }
    }
    if (!pages.isEmpty()) {
      log.append(pages);
    }
  }

  /** One list's changes come together, and share its names. */
  private ListDesk deskOf(MembershipChange change) {
    ListRef last = lastDesk == null ? null : lastDesk.plan().ref();
    if (last == null
        || !last.dataflow().equals(change.dataflow())
        || !last.audience().equals(change.audience())) {
      lastDesk = desk(new ListRef(change.dataflow(), change.audience()));
    }
    return lastDesk;
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
    ListDesk desk = deskOf(change);
    snapshot.has(desk.plan().ref(), change.profileId());
    Settlement.Verdict verdict = desk.settlement().apply(change, memory.nextChange++);
    if (verdict == Settlement.Verdict.UNCHANGED) {
      output.leftAlone(change);
    } else if (verdict == Settlement.Verdict.NO_MEMBER_KEY) {
      Instant now = clock.instant();
      desk.tally().gaveUp(Reason.NO_MEMBER_KEY);
      output.letter(
          ListWorker.letter(
              Reason.NO_MEMBER_KEY,
              "nothing is known of the profile, and the exit's own fields name no member",
              now,
              now,
              0,
              desk.plan().ref(),
              change.origin()));
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
    if (isStopped()) {
      return anythingOwed()
          ? Optional.of(Instant.ofEpochMilli(memory.tryAgainAt))
          : Optional.empty();
    }
    Optional<ListDesk> calling = desks.values().stream().filter(worker::isUnderway).findFirst();
    boolean progress = true;
    while (progress && clock.instant().isBefore(until)) {
      progress = false;
      Gathering gathering = gathering(urgency);
      // An answer is read before the next call is begun: it may ask the whole connection to wait.
      List<ListDesk> order = calling.map(List::of).orElseGet(this::inTurn);
      calling = Optional.empty();
      for (ListDesk desk : order) {
        if (!clock.instant().isBefore(until)) {
          break;
        }
        if (worker.workOn(desk, gathering(desk, urgency, gathering))) {
          progress = true;
          memory.turn++;
        }
        store.relieve();
        if (isStopped()) {
          return Optional.of(Instant.ofEpochMilli(memory.tryAgainAt));
        }
        if (worker.isUnderway(desk)) {
          calling = Optional.of(desk);
          break;
        }
      }
      boolean idle = !progress && calling.isEmpty();
      if (idle && order.stream().anyMatch(worker::lookAhead)) {
        progress = true;
        if (isStopped()) {
          return Optional.of(Instant.ofEpochMilli(memory.tryAgainAt));
        }
      }
    }
    return nextCall(urgency);
  }

  private Gathering gathering(Urgency urgency) {
    if (urgency == Urgency.EVERYTHING) {
      return Gathering.EVERYTHING;
    }
    Duration age = plan.connection().delivery().maxBatchAge();
    long owing = desks.values().stream().filter(ListDesk::owes).count();
    // Each list makes a call an age; when the day runs short, batches grow instead.
    Duration longer =
        pace.interval(Purpose.MEMBERS).map(each -> each.multipliedBy(owing)).orElse(age);
    int full = desks.values().stream().mapToInt(ListDesk::fullBatches).sum();
    boolean crowded =
        full > pace.callsWithin(age.dividedBy(2))
            || pending() >= plan.connection().delivery().maxPending() / 2;
    return new Gathering(false, crowded, longer.compareTo(age) > 0 ? longer : age);
  }

  /** Where memory has to be freed, the list that holds most of it is sent before it is due. */
  private Gathering gathering(ListDesk desk, Urgency urgency, Gathering usual) {
    boolean relieves =
        urgency == Urgency.RELIEF
            && isFull()
            && desks.values().stream()
                .allMatch(other -> other.memory().pending <= desk.memory().pending);
    return relieves ? Gathering.EVERYTHING : usual;
  }

  /** Changes whose outcome is open. */
  public long pending() {
    return desks.values().stream().mapToLong(desk -> desk.memory().pending).sum();
  }

  /** Since when the vendor takes nothing for some list; empty while it takes what is sent. */
  public Optional<Instant> failingSince() {
    return desks.values().stream()
        .map(desk -> desk.memory().failingSince)
        .filter(since -> since != 0)
        .min(Long::compare)
        .map(Instant::ofEpochMilli);
  }

  /** Lists that can't be used: the name is somebody else's, or the vendor would not make it. */
  public long unusableLists() {
    return desks.values().stream()
        .map(desk -> desk.memory().stage)
        .filter(stage -> stage == Stage.REFUSED || stage == Stage.UNAVAILABLE)
        .count();
  }

  /** Whether no more may be taken in until something is delivered. */
  public boolean isFull() {
    return pending() > plan.connection().delivery().maxPending();
  }

  /** Each step begins behind the list that was served last, so that none is starved. */
  private List<ListDesk> inTurn() {
    List<ListDesk> order = new ArrayList<>(desks.values());
    if (!order.isEmpty()) {
      Collections.rotate(order, -Math.floorMod(memory.turn, order.size()));
    }
    return order;
  }

  private boolean isStopped() {
    if (!memory.stopped.isEmpty() && clock.millis() >= memory.tryAgainAt) {
      memory.stopped = "";
    }
    return !memory.stopped.isEmpty();
  }

  private boolean anythingOwed() {
    return desks.values().stream().anyMatch(ListDesk::owes);
  }

  private Optional<Instant> nextCall(Urgency urgency) {
    Optional<Long> next = Optional.empty();
    Gathering gathering = gathering(urgency);
    // One call at a time: while it is being made, none can be begun.
    long earliest = errands.isBusy() ? clock.millis() + LOOK_AGAIN.toMillis() : 0;
    for (ListDesk desk : desks.values()) {
      Optional<Long> due =
          desk.memory().batches.isEmpty()
              ? desk.nextDue(gathering(desk, urgency, gathering))
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
    return memory.stopped.isEmpty() ? Optional.empty() : Optional.of(memory.stopped);
  }

  /** Reads the answer to a call with members that is under way, if it is there; makes no call. */
  public void readAnswer() {
    desks.values().stream().filter(worker::isUnderway).findFirst().ifPresent(worker::readAnswer);
  }

  /** Fails all that is still owed: the run ends, or the connection can't go on. */
  public void abandon() {
    Reason reason =
        memory.stopped.isEmpty() ? Reason.VENDOR_UNAVAILABLE : memory.stoppedBy.reason();
    for (ListDesk desk : desks.values()) {
      ListMemory list = desk.memory();
      for (String id : List.copyOf(list.batches)) {
        BatchEntry batch = store.batch(id).orElseThrow();
        String words = batch.words().isEmpty() ? list.words : batch.words();
        worker.abandon(desk, batch, reason, lastWords(words));
      }
      List<String> rest = desk.takeAll();
      if (!rest.isEmpty()) {
        BatchEntry never = BatchEntry.formed("", MemberEntry.Place.NONE, rest, clock.millis());
        worker.abandon(desk, never, reason, lastWords(list.words));
      }
    }
  }

  private String lastWords(String words) {
    if (!memory.stopped.isEmpty()) {
      return memory.stopped;
    }
    return words.isEmpty() ? "the run's time was over before the vendor had taken it" : words;
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
    boolean answers = !isStopped();
    boolean owed = false;
    Map<ListRef, Long> held = new LinkedHashMap<>();
    for (ListDesk desk : desks.values()) {
      boolean untouched =
          desk.memory().stage == Stage.UNRESOLVED && !desk.memory().recalledOf.isEmpty();
      if (untouched && !desk.owes() && answers && clock.instant().isBefore(until)) {
        keeper.look(desk, false);
      }
      if (desk.memory().stage != Stage.READY) {
        continue;
      }
      Optional<Standing> standing = Optional.empty();
      if (answers && clock.instant().isBefore(until)) {
        VendorAnswer<Standing> answer = vendor.standing(desk.memory().listId);
        if (answer instanceof VendorAnswer.Accepted<Standing> accepted) {
          standing = Optional.of(accepted.value());
        } else if (untouched && answer.saysMissing()) {
          keeper.look(desk, true);
        }
        // Who doesn't answer at all is not asked for a thousand lists more.
        answers = !isOut(answer);
      }
      standing.ifPresent(desk.tally()::standing);
      long landed = standing.map(Standing::landed).orElse(OptionalLong.empty()).orElse(0);
      held.put(desk.plan().ref(), Math.max(desk.brake().held(), landed));
      owed |= desk.owes();
    }
    heldMembers.write(held);
    return owed;
  }

  private static boolean isOut(VendorAnswer<?> answer) {
    return Stop.of(answer).isPresent()
        || (answer instanceof VendorAnswer.Retry<?> retry && retry.cause() != Cause.LIST_PENDING);
  }

  /** Writes what the step has changed to the store behind. */
  public void save() {
    tell();
    desks.values().forEach(ListDesk::save);
    store.flush();
    log.sync();
  }

  /**
   * Tells later runs, the registry's and the log's readers, how far this one has come; the step may
   * go on.
   */
  public void tell() {
    heldMembers.writeNowAndThen(desks.values());
    registry.write(!anythingOwed());
    memory.steppedAt = clock.millis();
    writeNotes();
  }

  /** What one list's answer means for the others. */
  private final class Whole implements WholeConnection {

    /** All that the connection owes stays owed. */
    @Override
    public void stop(Stop stop) {
      memory.stopped = stop.words(plan.connection().name());
      memory.stoppedBy = stop.cause();
      Duration pause = STOP_RETRY.multipliedBy(1L << Math.min(memory.stops++, 4));
      Duration most = LONGEST_STOP_RETRY;
      memory.tryAgainAt = clock.millis() + (pause.compareTo(most) < 0 ? pause : most).toMillis();
      output.notice(memory.stopped);
    }

    @Override
    public void works() {
      memory.stops = 0;
    }

    @Override
    public void hold(long until) {
      output.throttled(Instant.ofEpochMilli(until));
      for (ListDesk desk : desks.values()) {
        desk.memory().notBefore = Math.max(desk.memory().notBefore, until);
      }
    }
  }
}
