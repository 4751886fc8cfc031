package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.ListResolver.Resolution;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourceRecord;
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
import java.util.random.RandomGenerator;

/**
 * Delivers one connection's changes: takes them in, and in each step does what is due for each
 * list. Holds nothing between steps but the store and the {@link ConnectionMemory}; call {@link
 * #save} at the end of a step. Never sleeps.
 */
public final class ConnectionDelivery {

  private static final Duration CREDENTIAL_RETRY = Duration.ofMinutes(1);

  /** How long a refused or missing list stays so before the vendor is asked again. */
  private static final Duration STAGE_LASTS = Duration.ofMinutes(5);

  // So many single members refused in a row, and nothing taken: the fault is the request's.
  private static final int MOST_CULPRITS_IN_A_ROW = 32;

  private final ConnectionPlan plan;
  private final ConnectionMemory memory;
  private final CachedStore store;
  private final Clock clock;
  private final DeliveryOutput output;
  private final Tally tally;
  private final Backoff backoff;
  private final ListResolver resolver;
  private final BatchSender sender;
  private final Map<ListRef, ListDesk> desks = new LinkedHashMap<>();
  private final Map<ListRef, ListPlan> plans = new HashMap<>();

  /**
   * Opens a step.
   *
   * @param vendor the conversation and what it costs
   * @param registry asked for each list's owner before the list is first used
   * @param random for the jitter of pauses
   */
  public ConnectionDelivery(
      ConnectionPlan plan,
      ConnectionMemory memory,
      DeliveryStore store,
      io.muster.destination.VendorLists vendor,
      ListRegistry registry,
      Clock clock,
      RandomGenerator random,
      DeliveryOutput output,
      Tally tally) {
    this.plan = plan;
    this.memory = memory;
    this.store = new CachedStore(store);
    this.clock = clock;
    this.output = output;
    this.tally = tally;
    this.backoff = new Backoff(plan.connection().delivery().firstRetry(), random);
    this.resolver = new ListResolver(plan, vendor, registry, clock);
    this.sender = new BatchSender(plan, this.store, vendor, clock, output);
    plan.lists().forEach(list -> plans.put(list.ref(), list));
    // Lists that still owe something from earlier steps.
    memory.lists().keySet().stream().filter(plans::containsKey).forEach(this::desk);
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
          return new ListDesk(
              plan,
              list,
              memory.list(key),
              memory.epoch,
              store,
              clock,
              tally.of(key.dataflow(), key.audience()));
        });
  }

  /** Takes in one change; what it makes owed is sent by {@link #work}. */
  public void accept(MembershipChange change) {
    ListDesk desk = desk(new ListRef(change.dataflow(), change.audience()));
    if (desk.settlement().apply(change, memory.nextChange++) == Settlement.Verdict.NO_MEMBER_KEY) {
      Instant now = clock.instant();
      desk.tally().gaveUp(Reason.NO_MEMBER_KEY);
      output.letter(
          letter(
              Reason.NO_MEMBER_KEY,
              "nothing is known of the profile, and the exit's own fields name no member",
              now,
              now,
              0,
              desk.plan().ref(),
              change.origin()));
    }
  }

  /** How much of what is owed is to be sent. */
  public enum Urgency {
    /** Full batches and those that have waited long enough. */
    WHEN_DUE,
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
    boolean progress = true;
    while (progress && clock.instant().isBefore(until)) {
      progress = false;
      for (ListDesk desk : inTurn()) {
        if (!clock.instant().isBefore(until)) {
          break;
        }
        progress |= workOn(desk, urgency);
        memory.turn++;
        if (isStopped()) {
          return Optional.of(Instant.ofEpochMilli(memory.tryAgainAt));
        }
      }
    }
    return nextCall(urgency);
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
    for (ListDesk desk : desks.values()) {
      Optional<Long> due =
          desk.memory().batches.isEmpty()
              ? desk.nextDue().map(at -> urgency == Urgency.EVERYTHING ? 0L : at)
              : Optional.of(0L);
      Optional<Long> at = due.map(when -> Math.max(when, desk.memory().notBefore));
      if (at.isPresent() && (next.isEmpty() || at.get() < next.get())) {
        next = at;
      }
    }
    return next.map(Instant::ofEpochMilli);
  }

  /** One call for a list, if one is due; whether anything was done. */
  private boolean workOn(ListDesk desk, Urgency urgency) {
    ListMemory list = desk.memory();
    boolean overdue = desk.isOverdue(clock.millis());
    if (list.notBefore > clock.millis() && !(overdue && list.batches.isEmpty())) {
      return false;
    }
    if (list.batches.isEmpty()) {
      String id = "%s-%s-%06d".formatted(plan.run(), plan.connection().name(), memory.nextBatch);
      if (desk.formBatch(overdue || urgency == Urgency.EVERYTHING, id).isEmpty()) {
        return false;
      }
      memory.nextBatch++;
      list.opaqueRefusals = 0;
    }
    BatchEntry batch = store.batch(list.batches.get(0)).orElseThrow();
    boolean late = batch.deadline() != 0 && batch.deadline() <= clock.millis();
    if (list.failingSince != 0 && batch.attempts() == 0 && late) {
      giveUp(desk, batch, Reason.VENDOR_UNAVAILABLE, list.words);
      return true;
    }
    if (list.stage != Stage.READY && list.decidedAt + STAGE_LASTS.toMillis() <= clock.millis()) {
      list.stage = Stage.UNRESOLVED;
    }
    if (list.stage == Stage.REFUSED || list.stage == Stage.UNAVAILABLE) {
      Reason reason = list.stage == Stage.REFUSED ? Reason.LIST_REFUSED : Reason.LIST_UNAVAILABLE;
      giveUp(desk, batch, reason, list.words);
      return true;
    }
    if (list.stage == Stage.UNRESOLVED && !resolve(desk, batch)) {
      return true;
    }
    carry(desk, batch);
    return true;
  }

  private boolean resolve(ListDesk desk, BatchEntry batch) {
    ListMemory list = desk.memory();
    Resolution resolution = resolver.resolve(desk.plan(), !list.listId.isEmpty());
    if (resolution instanceof Resolution.Ready ready) {
      boolean another = ready.isNew() || !list.listId.equals(ready.listId());
      if (!list.listId.isEmpty() && another) {
        desk.settlement().startOver();
      }
      list.stage = Stage.READY;
      list.listId = ready.listId();
      desk.tally().list(ready.listId());
      list.notBefore = 0;
      boolean settles = ready.isNew() && !plan.settling().isZero();
      if (settles) {
        list.notBefore = clock.millis() + plan.settling().toMillis();
      }
      return !settles;
    }
    if (resolution instanceof Resolution.Taken taken) {
      decide(list, Stage.REFUSED, taken.words());
      return false;
    }
    VendorAnswer<?> answer = ((Resolution.NotYet) resolution).answer();
    if (answer instanceof VendorAnswer.Refused<?> refused) {
      decide(list, Stage.UNAVAILABLE, refused.problem().words());
    } else if (answer instanceof VendorAnswer.Unauthorized<?> unauthorized) {
      stop(unauthorized.problem());
    } else if (answer instanceof VendorAnswer.Retry<?> retry) {
      if (retry.cause() == Cause.OWN_BUDGET) {
        list.notBefore = clock.millis() + Math.max(1, retry.after().toMillis());
      } else {
        later(
            desk,
            batch.failed(clock.millis(), retry.problem().httpStatus(), retry.problem().words()),
            retry.after());
      }
    } else if (answer instanceof VendorAnswer.ListGone<?> gone) {
      later(
          desk,
          batch.failed(clock.millis(), gone.problem().httpStatus(), gone.problem().words()),
          Duration.ZERO);
    }
    return false;
  }

  private void decide(ListMemory list, Stage stage, String words) {
    output.notice(plan.connection().name() + ": " + words);
    list.stage = stage;
    list.words = words;
    list.decidedAt = clock.millis();
  }

  /** Sends a batch, or asks how its job fares. */
  private void carry(ListDesk desk, BatchEntry batch) {
    ListMemory list = desk.memory();
    BatchSender.Progress progress =
        batch.job().isEmpty()
            ? sender.send(desk, batch, memory.nextChange - 1)
            : sender.poll(desk, batch);
    if (progress instanceof BatchSender.Progress.Empty) {
      finish(list, batch);
    } else if (progress instanceof BatchSender.Progress.Done) {
      finish(list, batch);
      recovered(list);
    } else if (progress instanceof BatchSender.Progress.Wait wait) {
      list.notBefore = clock.millis() + Math.max(1, wait.pause().toMillis());
      if (wait.reached()) {
        recovered(list);
        list.notBefore = clock.millis() + Math.max(1, wait.pause().toMillis());
      }
    } else if (progress instanceof BatchSender.Progress.Again again) {
      again.declined().forEach(declined -> giveUpMember(desk, again.batch(), declined));
      if (again.someTaken()) {
        recovered(list);
      }
      later(desk, again.batch(), again.after());
      if (again.throttled()) {
        holdAll(list.notBefore);
      }
    } else if (progress instanceof BatchSender.Progress.Declined declined) {
      declined.members().forEach(each -> giveUpMember(desk, declined.batch(), each));
      finish(list, declined.batch());
      recovered(list);
    } else if (progress instanceof BatchSender.Progress.Opaque opaque) {
      bisect(desk, opaque.batch());
    } else if (progress instanceof BatchSender.Progress.Dead dead) {
      store.putBatch(dead.batch());
      stop(dead.problem());
    } else if (progress instanceof BatchSender.Progress.Gone gone) {
      list.stage = Stage.UNRESOLVED;
      later(desk, gone.batch(), Duration.ZERO);
    }
  }

  /** A 429 is said to the connection, whichever list it met. */
  private void holdAll(long until) {
    for (ListDesk desk : desks.values()) {
      desk.memory().notBefore = Math.max(desk.memory().notBefore, until);
    }
  }

  private void recovered(ListMemory list) {
    list.failures = 0;
    list.opaqueRefusals = 0;
    list.failingSince = 0;
    list.notBefore = 0;
  }

  private void finish(ListMemory list, BatchEntry batch) {
    list.batches.remove(batch.id());
    store.removeBatch(batch.id());
  }

  /** Puts a batch off, or gives it up when its time is over. */
  private void later(ListDesk desk, BatchEntry batch, Duration asked) {
    ListMemory list = desk.memory();
    long now = clock.millis();
    list.failures++;
    list.words = batch.words();
    if (list.failingSince == 0) {
      list.failingSince = now;
    }
    long pause = backoff.pause(list.failures, asked);
    BatchEntry timed = batch.deadline() == 0 ? batch.until(now + retryFor()) : batch;
    // Asked to wait for longer than there is time: no call may be made before the deadline.
    if (now >= timed.deadline() || now + asked.toMillis() > timed.deadline()) {
      giveUp(desk, timed, Reason.VENDOR_UNAVAILABLE, timed.words());
      list.notBefore = now + pause;
      return;
    }
    list.notBefore = Math.min(now + pause, Math.max(now + 1, timed.deadline()));
    store.putBatch(timed);
  }

  private long retryFor() {
    return plan.connection().delivery().retryFor().toMillis();
  }

  /** One refusal for many members: halves it until the culprits are found. */
  private void bisect(ListDesk desk, BatchEntry batch) {
    ListMemory list = desk.memory();
    boolean single = batch.keys().size() == 1;
    if (single) {
      list.opaqueRefusals++;
    }
    if (single || list.opaqueRefusals >= MOST_CULPRITS_IN_A_ROW) {
      giveUp(desk, batch, Reason.VENDOR_REJECTED, batch.words());
      return;
    }
    int middle = batch.keys().size() / 2;
    BatchEntry first = batch.part(batch.id() + ".1", batch.keys().subList(0, middle));
    BatchEntry second =
        batch.part(batch.id() + ".2", batch.keys().subList(middle, batch.keys().size()));
    store.putBatch(first);
    store.putBatch(second);
    store.removeBatch(batch.id());
    list.batches.remove(batch.id());
    list.batches.add(0, second.id());
    list.batches.add(0, first.id());
  }

  private void giveUp(ListDesk desk, BatchEntry batch, Reason reason, String words) {
    long upTo = memory.nextChange - 1;
    for (String key : batch.keys()) {
      fail(desk, key, upTo, reason, words, batch);
    }
    finish(desk.memory(), batch);
  }

  private void giveUpMember(ListDesk desk, BatchEntry batch, BatchSender.Decline decline) {
    fail(desk, decline.key(), decline.upTo(), Reason.VENDOR_REJECTED, decline.words(), batch);
  }

  private void fail(
      ListDesk desk, String key, long upTo, Reason reason, String words, BatchEntry batch) {
    Instant now = clock.instant();
    Instant first = batch.firstFailedAt() == 0 ? now : Instant.ofEpochMilli(batch.firstFailedAt());
    for (WaitingChange change : desk.settlement().giveUp(key, upTo)) {
      desk.tally().gaveUp(reason);
      output.letter(
          letter(reason, words, now, first, batch.attempts(), change.list(), change.origin()));
    }
  }

  private static DeadLetter letter(
      Reason reason,
      String words,
      Instant now,
      Instant first,
      int attempts,
      ListRef list,
      SourceRecord origin) {
    return new DeadLetter(
        reason, "", words, now, first, attempts, list.dataflow(), list.audience(), origin);
  }

  /** Stops the connection; all that it owes stays owed. */
  private void stop(Problem problem) {
    memory.stopped =
        "connection %s: the vendor does not accept the credential (%s); put a valid one where auth points to"
            .formatted(plan.connection().name(), problem.words());
    memory.tryAgainAt = clock.millis() + CREDENTIAL_RETRY.toMillis();
    output.notice(memory.stopped);
  }

  /** Whether the connection is stopped by a dead credential; the words say what to do. */
  public Optional<String> stopped() {
    return memory.stopped.isEmpty() ? Optional.empty() : Optional.of(memory.stopped);
  }

  /** Fails all that is still owed: the run ends, or the connection can't go on. */
  public void abandon() {
    Reason reason = memory.stopped.isEmpty() ? Reason.VENDOR_UNAVAILABLE : Reason.UNAUTHORIZED;
    for (ListDesk desk : desks.values()) {
      ListMemory list = desk.memory();
      for (String id : List.copyOf(list.batches)) {
        BatchEntry batch = store.batch(id).orElseThrow();
        giveUp(desk, batch, reason, lastWords(batch.words()));
      }
      List<String> rest = desk.takeAll();
      if (!rest.isEmpty()) {
        BatchEntry never = BatchEntry.formed("", MemberEntry.Place.NONE, rest, clock.millis());
        giveUp(desk, never, reason, lastWords(list.words));
      }
    }
  }

  private String lastWords(String words) {
    if (!memory.stopped.isEmpty()) {
      return memory.stopped;
    }
    return words.isEmpty() ? "the run's time was over before the vendor had taken it" : words;
  }

  /** Writes what the step has changed to the store behind. */
  public void save() {
    desks.values().forEach(ListDesk::save);
    store.flush();
  }
}
