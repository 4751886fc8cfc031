package io.muster.faults;

import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.ListPlan;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.delivery.MapRegistry;
import io.muster.delivery.MemoryBudgetBook;
import io.muster.delivery.RunManner;
import io.muster.delivery.VendorTraits;
import io.muster.destination.DestinationSpec;
import io.muster.destination.MemberBatch;
import io.muster.destination.MemberBatch.Operation;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Accepted;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.JobState;
import io.muster.destination.VendorLists.ListName;
import io.muster.faults.Coverage.Event;
import io.muster.faults.Incident.Timed;
import io.muster.model.Counts;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.Tally;
import io.muster.sandbox.ManualClock;
import io.muster.sandbox.Sandbox;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Audience;
import io.muster.workspace.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays one schedule: both sides on one clock, which goes to whatever is due next. */
final class FaultRun implements AutoCloseable, DeliveryOutput, WatchedVendor.Watcher {

  static final String CONNECTION = "faults";

  private static final String CREATE = "create ";

  private static final Instant START = Instant.parse("2026-11-20T22:40:00Z");

  // What the delivery waits at most before it looks at a refused list or a dead credential again.
  private static final Duration SECOND_LOOK = Duration.ofMinutes(6);

  // What a slow job takes longer than others.
  private static final Duration SLOWEST_JOB = Duration.ofMinutes(2);

  private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private static final int MOST_STEPS = 20_000;

  private final FaultSchedule schedule;
  private final Coverage coverage;
  private final Sandbox sandbox;
  private final ManualClock clock;
  private final Random random;
  private final ConnectionPlan plan;
  private final Vault vault = new Vault();
  private final MapRegistry registry = new MapRegistry();
  private final MemoryBudgetBook book = new MemoryBudgetBook();
  private final RepeatWatch repeats = new RepeatWatch();
  private final VendorHttpClient rivalHttp;
  private final VendorLists rival;
  private final Deque<Timed> incidents;
  private final List<MembershipChange> input;
  private final List<String> log = new ArrayList<>();
  private final Map<String, String> rivals = new HashMap<>();
  private final Set<String> raced = new HashSet<>();
  private final Set<String> lostCreations = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<Place> refused = new HashSet<>();
  private int generation;
  private int incarnation = 1;
  private final CrashSwitch crash = new CrashSwitch();
  private boolean stopped;
  private String lastNotice = "";
  private int replayed;
  private boolean mended;
  private Worker worker;
  private RunState state = new RunState();
  private RunState checkpoint = state.copy();
  private ListOracle taken = new ListOracle();

  FaultRun(FaultSchedule schedule, Sandbox sandbox, ManualClock clock, Coverage coverage) {
    this.coverage = coverage;
    this.schedule = schedule;
    this.sandbox = sandbox;
    this.clock = clock;
    this.random = new Random(schedule.seed());
    this.incidents = new ArrayDeque<>(schedule.incidents());
    this.input = new ArrayList<>(schedule.input());
    clock.advance(Duration.between(clock.instant(), START));
    sandbox.configure(now -> schedule.sandbox(generation));
    sandbox.reset();
    schedule.refusals().forEach(sandbox.faults()::order);
    this.plan = plan();
    this.worker = worker();
    this.rivalHttp =
        new VendorHttpClient(
            new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(9)),
            vault,
            clock);
    this.rival =
        schedule
            .side()
            .destination()
            .open(plan.connection(), rivalHttp.within(CallBudget.unlimited()));
  }

  private ConnectionPlan plan() {
    DestinationSpec spec = schedule.side().destination().spec();
    Connection connection =
        new Connection(
            CONNECTION,
            spec.name(),
            "",
            spec.accountRequired() ? "512345678" : "",
            schedule.auth(),
            sandbox.endpoint(schedule.side().vendor()).toString(),
            sandbox.tokenEndpoint(schedule.side().vendor()).toString(),
            CONNECTION,
            spec.options(),
            schedule.limits(),
            schedule.delivery());
    List<ListPlan> lists =
        schedule.audiences().stream()
            .map(it -> new ListPlan(new ListRef(ScheduleDraw.DATAFLOW, it.id()), it, false))
            .toList();
    return new ConnectionPlan(
        "run",
        connection,
        lists,
        VendorTraits.of(spec),
        RunManner.guarding(schedule.end().isPresent() ? Duration.ZERO : Duration.ofHours(1)));
  }

  private Worker worker() {
    return new Worker(
        schedule.side(),
        plan,
        registry,
        book,
        vault,
        clock,
        new Random(random.nextLong()),
        incarnation,
        this::underway,
        this);
  }

  // ---- the course of the run

  /** Takes in all changes while the incidents happen, and delivers until nothing is owed. */
  void deliver() {
    Optional<Instant> due = Optional.of(clock.instant());
    Instant feedAt = clock.instant();
    Optional<Instant> end = Optional.empty();
    for (int steps = 0; ; steps++) {
      requireProgress(steps);
      boolean fed = state.at == input.size();
      if (fed && end.isEmpty()) {
        end = schedule.end().map(clock.instant()::plus);
      }
      Optional<Instant> feed = fed ? Optional.empty() : Optional.of(feedAt);
      Optional<Instant> incident =
          Optional.ofNullable(incidents.peek()).map(it -> START.plus(it.at()));
      boolean ending = fed && end.isPresent();
      Optional<Instant> next =
          Stream.of(due, feed, incident).flatMap(Optional::stream).min(Instant::compareTo);
      if (next.isEmpty() || (ending && due.isEmpty())) {
        closeOut();
        return;
      }
      if (ending && !next.get().isBefore(end.get())) {
        abandon("the run's time is over");
        closeOut();
        return;
      }
      advanceTo(next.get());
      try {
        if (incident.equals(next)) {
          happen(incidents.remove());
          due = Optional.of(clock.instant());
        } else if (feed.equals(next)) {
          due = feed();
          feedAt = clock.instant().plus(schedule.feedEvery());
          maybeCheckpoint();
        } else {
          due = work(ending ? Urgency.EVERYTHING : Urgency.WHEN_DUE);
          if (ending && due.isPresent() && stopped) {
            abandon("the credential is dead");
            closeOut();
            return;
          }
          maybeCheckpoint();
        }
      } catch (Crash died) {
        restore(died);
        due = Optional.of(clock.instant());
        feedAt = clock.instant();
        end = Optional.empty();
      }
    }
  }

  private Optional<Instant> feed() {
    int to = Math.min(input.size(), state.at + 1 + random.nextInt(schedule.packet()));
    Optional<Instant> due = accept(input.subList(state.at, to));
    state.at = to;
    return due;
  }

  private Optional<Instant> accept(List<MembershipChange> changes) {
    Optional<Instant> due =
        step(
            delivery -> {
              for (MembershipChange change : changes) {
                delivery.accept(change);
                log("  takes in " + shown(change));
                taken.accept(change);
                wanted(change);
              }
              return holdBackInput(delivery, delivery.work(Urgency.WHEN_DUE, Instant.MAX));
            });
    Tally received = new Tally();
    changes.forEach(change -> received.of(change.dataflow(), change.audience()).received());
    received
        .drain()
        .counts()
        .forEach(part -> state.counts.merge(part.audience(), part, Counts::plus));
    return due;
  }

  private static String shown(MembershipChange change) {
    String member = change.member() == null ? "" : " " + change.member().key();
    return "%s %s %s%s of %s"
        .formatted(
            change.audience(),
            change.origin().position(),
            change.version().exit() ? "-" : "+",
            member,
            change.profileId());
  }

  /** Where more is pending than may be, the next packet waits, as in {@code DeliverFn}. */
  private Optional<Instant> holdBackInput(ConnectionDelivery delivery, Optional<Instant> due) {
    Instant patience = clock.instant().plus(LONGEST_STEP);
    Optional<Instant> next = due;
    if (delivery.isFull()) {
      coverage.met(Event.INPUT_HELD_BACK);
    }
    while (delivery.isFull() && clock.instant().isBefore(patience)) {
      next = delivery.work(Urgency.RELIEF, Instant.MAX);
      if (delivery.isFull() && next.isPresent()) {
        advanceTo(next.get().isBefore(patience) ? next.get() : patience);
      }
    }
    return next;
  }

  /** Shows the repeats' watch what a change has made wanted. */
  private void wanted(MembershipChange change) {
    listId(change.audience())
        .ifPresent(listId -> repeats.wanted(listId, taken.members(change.audience())));
  }

  private Optional<Instant> work(Urgency urgency) {
    return step(
        delivery -> {
          Optional<Instant> due = delivery.work(urgency, Instant.MAX);
          stopped = delivery.stopped().isPresent();
          return due;
        });
  }

  private Optional<Instant> step(Function<ConnectionDelivery, Optional<Instant>> work) {
    return worker.step(state, this, work);
  }

  private void abandon(String why) {
    log("abandoned: " + why);
    coverage.met(Event.RUN_ENDED_TOO_EARLY);
    step(
        delivery -> {
          delivery.abandon();
          return Optional.empty();
        });
  }

  /** The last step of a run that ends. */
  private void closeOut() {
    crash.disarm();
    if (schedule.end().isPresent()) {
      step(
          delivery -> {
            delivery.closeOut(clock.instant().plus(LONGEST_CLOSE));
            return Optional.empty();
          });
    }
  }

  private void maybeCheckpoint() {
    if (random.nextInt(schedule.checkpointIn()) == 0) {
      checkpoint = state.copy();
      log("checkpoint at " + state.at);
    }
  }

  /** Our process is gone, and another goes on from the checkpoint; the vendor is where it is. */
  private void restore(Crash died) {
    log("crash " + died.getMessage() + ", back to " + checkpoint.at);
    coverage.met(died.event());
    crash.disarm();
    worker.close();
    incarnation++;
    worker = worker();
    state = checkpoint.copy();
    repeats.crashed();
    advanceTo(clock.instant().plusMillis(random.nextInt(60_000)));
    // Partitions and files are read again in another order than before.
    Collections.shuffle(input.subList(state.at, input.size()), random);
    taken = ListOracle.of(input.subList(0, state.at));
  }

  private void happen(Timed timed) {
    Incident incident = timed.incident();
    log(incident.toString());
    if (incident instanceof Incident.Break broken) {
      sandbox.faults().order(broken.fault());
    } else if (incident instanceof Incident.Revoke) {
      coverage.met(Event.CREDENTIAL_REVOKED);
      sandbox.revokeCredentials(schedule.side().vendor());
    } else if (incident instanceof Incident.Restore) {
      sandbox.restoreCredentials(schedule.side().vendor());
    } else if (incident instanceof Incident.Rotate) {
      coverage.met(Event.CREDENTIAL_ROTATED);
      generation++;
      sandbox.configure(now -> schedule.sandbox(generation));
      sandbox.expireTokens(schedule.side().vendor());
    } else if (incident instanceof Incident.HandOver) {
      vault.take(generation);
    } else if (incident instanceof Incident.DeleteList list) {
      deleteList(list.audience());
    } else if (incident instanceof Incident.CrashUs order) {
      crash.arm(order);
    }
  }

  /** Somebody deletes a list; a change that comes later lets us notice. */
  private void deleteList(String audience) {
    Optional<String> listId = listId(audience);
    listId.ifPresent(rival::delete);
    // Its answer may have been lost.
    if (listId.isEmpty() || sandbox.lists().stream().anyMatch(it -> it.id().equals(listId.get()))) {
      log("  there was no list to delete, or it could not be");
      return;
    }
    deleted.add(audience);
    coverage.met(Event.LIST_DELETED);
    int line = 20_000 + input.size();
    Member member = schedule.side().member(1_000 + input.size(), 0);
    input.add(ScheduleDraw.change(audience, "late" + line, 0, line, false, Optional.of(member)));
  }

  /** Lets the vendor come to the end of what it has taken. */
  void settle() {
    advanceTo(clock.instant().plus(schedule.manners().work()).plus(SLOWEST_JOB));
  }

  /** All is well again: the vendor, and our credential. */
  void mend() {
    log("all is mended");
    mended = true;
    incidents.clear();
    crash.disarm();
    sandbox.faults().clear();
    schedule.refusals().forEach(sandbox.faults()::order);
    sandbox.restoreCredentials(schedule.side().vendor());
    vault.take(generation);
    advanceTo(clock.instant().plus(SECOND_LOOK));
  }

  /** Takes in again what has failed, and what an ended run had not read, and delivers it. */
  void replay() {
    List<MembershipChange> again = new ArrayList<>(failedChanges());
    Collections.shuffle(again, random);
    log("replays " + again.size());
    Optional<Instant> due = accept(again);
    replayed = again.size();
    for (int steps = 0; due.isPresent(); steps++) {
      requireProgress(steps);
      advanceTo(due.get());
      due = work(Urgency.EVERYTHING);
    }
  }

  private void requireProgress(int steps) {
    if (steps > MOST_STEPS) {
      throw new AssertionError("the delivery does not come to an end");
    }
  }

  private void advanceTo(Instant to) {
    if (to.isAfter(clock.instant())) {
      clock.advance(Duration.between(clock.instant(), to));
    }
  }

  private void log(String what) {
    log.add(Duration.between(START, clock.instant()) + " " + what);
  }

  // ---- what is seen of the calls

  /** A call is on its way. */
  private void underway() {
    if (!schedule.latency().isZero()) {
      clock.advance(Duration.ofMillis(random.nextLong(schedule.latency().toMillis())));
    }
  }

  @Override
  public void before(String call) {
    try {
      crash.before(call);
    } catch (Crash died) {
      noteLostCreation(call);
      throw died;
    }
  }

  /** The list is ours to make by now, and nobody knows whether it was made. */
  private void noteLostCreation(String call) {
    if (call.startsWith(CREATE)) {
      lostCreations.add(call.substring(CREATE.length()));
    }
  }

  @Override
  public void after(String call, VendorAnswer<?> answer) {
    String said = String.valueOf(answer);
    log("  " + call + " -> " + (said.length() > 160 ? said.substring(0, 160) : said));
    if (answer instanceof VendorAnswer.Retry || crash.strikesNow()) {
      noteLostCreation(call);
    }
    crash.after(call);
  }

  @Override
  public void creating(ListName name) {
    String audience = name.key().substring(name.key().lastIndexOf(':') + 1);
    Boolean ours = schedule.races().get(audience);
    if (ours == null || mended || !raced.add(audience)) {
      return;
    }
    ListName named = ours ? name : new ListName(name.name(), "somebody-else");
    VendorAnswer<VendorLists.VendorList> made = rival.create(named);
    log("  somebody makes " + named + " -> " + made);
    if (made instanceof Accepted<VendorLists.VendorList> accepted) {
      rivals.put(audience, accepted.value().id());
      coverage.met(Event.LIST_MADE_BY_SOMEBODY_ELSE);
    }
  }

  @Override
  public void sending(MemberBatch batch) {}

  @Override
  public void sent(MemberBatch batch, VendorAnswer<Receipt> answer) {
    boolean made =
        !(answer instanceof VendorAnswer.Retry<Receipt> retry)
            || retry.cause() != VendorAnswer.Cause.OWN_BUDGET;
    if (!made) {
      coverage.met(Event.BUDGET_SPENT);
      return;
    }
    repeats.sent(batch);
    if (answer instanceof VendorAnswer.Refused) {
      batch.operations().forEach(it -> refuse(batch.listId(), it));
    }
    if (!(answer instanceof Accepted<Receipt> accepted)) {
      return;
    }
    if (accepted.value() instanceof Receipt.Decided decided) {
      for (int i = 0; i < decided.results().size(); i++) {
        Operation operation = batch.operations().get(i);
        switch (decided.results().get(i).verdict()) {
          case ACCEPTED -> acknowledge(batch.listId(), operation);
          case REJECTED -> refuse(batch.listId(), operation);
          case RETRY -> {}
        }
      }
    } else {
      repeats.queued(batch);
    }
  }

  @Override
  public void polled(String listId, VendorAnswer<JobState> answer) {
    if (!(answer instanceof Accepted<JobState> accepted) || accepted.value() == JobState.RUNNING) {
      return;
    }
    Optional<MemberBatch> landed = repeats.landed(listId);
    if (accepted.value() == JobState.COMPLETED) {
      landed.ifPresent(batch -> batch.operations().forEach(it -> acknowledge(listId, it)));
    }
  }

  private void acknowledge(String listId, Operation operation) {
    Optional<String> audience = audience(listId);
    audience.ifPresent(it -> refused.remove(new Place(it, operation.member().key())));
    repeats.acknowledged(
        listId, operation, audience.map(it -> taken.members(it).get(operation.member().key())));
  }

  private void refuse(String listId, Operation operation) {
    audience(listId).ifPresent(it -> refused.add(new Place(it, operation.member().key())));
  }

  private Optional<String> audience(String listId) {
    return schedule.audiences().stream()
        .map(Audience::id)
        .filter(audience -> listId(audience).equals(Optional.of(listId)))
        .findFirst();
  }

  @Override
  public void letter(DeadLetter letter) {
    log("  letter " + letter.reason() + " " + letter.origin().position() + ": " + letter.words());
    state.letters.add(letter);
    input.stream()
        .filter(change -> change.origin().position().equals(letter.origin().position()))
        .findFirst()
        .ifPresent(change -> refused.removeAll(named(change)));
  }

  @Override
  public void ledger(LedgerLine line) {}

  @Override
  public void notice(String words) {
    if (!words.equals(lastNotice)) {
      log("  notice: " + words);
    }
    lastNotice = words;
  }

  // ---- what is left behind

  Optional<String> listId(String audience) {
    return registry
        .find(CONNECTION, new ListRef(ScheduleDraw.DATAFLOW, audience))
        .map(Registration::listId)
        .filter(id -> !id.isEmpty());
  }

  /** The changes that went to the dead letters as failed, each once. */
  List<MembershipChange> failedChanges() {
    Map<SourcePosition, MembershipChange> byPosition = new HashMap<>();
    input.forEach(change -> byPosition.put(change.origin().position(), change));
    Map<SourcePosition, MembershipChange> failed = new TreeMap<>();
    state.letters.stream()
        .filter(letter -> letter.reason().kind() == Reason.Kind.FAILED)
        .map(letter -> letter.origin().position())
        .forEach(position -> failed.put(position, byPosition.get(position)));
    return List.copyOf(failed.values());
  }

  List<MembershipChange> input() {
    return input;
  }

  List<DeadLetter> letters() {
    return state.letters;
  }

  Counts counts(String audience) {
    return state.counts.getOrDefault(audience, Counts.none(ScheduleDraw.DATAFLOW, audience));
  }

  /** Changes whose outcome the delivery takes for open. */
  long pending() {
    long[] pending = new long[1];
    step(
        delivery -> {
          pending[0] = delivery.pending();
          return Optional.empty();
        });
    return pending[0];
  }

  int leftovers() {
    return state.store.leftovers();
  }

  long received() {
    return (long) state.at + replayed;
  }

  List<String> repeatsWithoutCause() {
    return repeats.faults();
  }

  /** The members that a change's profile has ever named. */
  Set<Place> named(MembershipChange change) {
    return input.stream()
        .filter(other -> other.audience().equals(change.audience()))
        .filter(other -> other.profileId().equals(change.profileId()) && other.member() != null)
        .map(other -> new Place(other.audience(), other.member().key()))
        .collect(Collectors.toSet());
  }

  /**
   * Members that the vendor has refused, and not taken since, when no change waited for them that
   * could have become a dead letter: they were owed once more because their list was made anew, or
   * after a restore.
   */
  Set<Place> refusedForNobody() {
    return refused;
  }

  /** Whether somebody else had an audience's name before us, so that we may not write there. */
  boolean isTaken(Audience audience) {
    return raced.contains(audience.id()) && !audience.adopt() && listId(audience.id()).isEmpty();
  }

  /**
   * The list that somebody else made under an audience's name, if the audience may not take it
   * over. Where the vendor doesn't show who made a list, one that appears while the answer to our
   * own creation is lost counts as ours.
   */
  Optional<String> foreignList(Audience audience) {
    boolean keyed = schedule.side() == VendorSide.LINKEDIN;
    boolean ours = schedule.races().getOrDefault(audience.id(), false) && keyed;
    return ours || audience.adopt() || (!keyed && lostCreations.contains(audience.name()))
        ? Optional.empty()
        : Optional.ofNullable(rivals.get(audience.id()));
  }

  /** Audiences whose list somebody has deleted. */
  Set<String> deleted() {
    return deleted;
  }

  List<String> log() {
    return log;
  }

  @Override
  public void close() {
    worker.close();
    rivalHttp.close();
  }
}
