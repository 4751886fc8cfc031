package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.model.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Does the next thing for one list: forms a batch, has the list found, sends, asks after a job, and
 * decides what the answer means for the batch: done, later, halved, given up.
 */
final class ListWorker {

  private final ConnectionPlan plan;
  private final CachedStore store;
  private final Clock clock;
  private final Errands errands;
  private final ConnectionMemory memory;
  private final Backoff backoff;
  private final ListKeeper keeper;
  private final BatchSender sender;
  private final JobPoller poller;
  private final GivingUp givingUp;
  private final WholeConnection connection;

  ListWorker(
      StepTools tools,
      ConnectionMemory memory,
      Backoff backoff,
      ListKeeper keeper,
      BatchSender sender,
      JobPoller poller,
      GivingUp givingUp,
      WholeConnection connection) {
    this.plan = tools.plan();
    this.store = tools.store();
    this.clock = tools.clock();
    this.errands = tools.errands();
    this.memory = memory;
    this.backoff = backoff;
    this.keeper = keeper;
    this.sender = sender;
    this.poller = poller;
    this.givingUp = givingUp;
    this.connection = connection;
  }

  /** One call for a list, if one is due; whether anything was done. */
  boolean workOn(ListDesk desk, Gathering gathering) {
    ListMemory list = desk.memory();
    if (isUnderway(desk)) {
      return goOn(desk);
    }
    if (errands.isBusy()) {
      return false;
    }
    if (list.batches.isEmpty()) {
      Optional<BatchEntry> overdue = desk.formOverdue(this::nextId);
      if (overdue.isPresent()) {
        givingUp.batch(desk, overdue.get(), Reason.VENDOR_UNAVAILABLE, list.outage.words);
        return true;
      }
    }
    if (list.notBefore > clock.millis()) {
      return false;
    }
    if (list.batches.isEmpty()) {
      desk.brake().forgetBefore(desk.waitsSince());
      if (desk.formBatch(gathering, this::nextId).isEmpty()) {
        return false;
      }
      list.outage.batchBegins();
    }
    BatchEntry batch = store.batch(list.batches.get(0)).orElseThrow();
    boolean late = batch.deadline() != 0 && batch.deadline() <= clock.millis();
    if (list.outage.isOn() && batch.attempts() == 0 && late) {
      givingUp.batch(desk, batch, Reason.VENDOR_UNAVAILABLE, list.outage.words);
      return true;
    }
    Optional<Reason> unusable = keeper.whyUnusable(desk);
    if (unusable.isPresent()) {
      givingUp.batch(desk, batch, unusable.get(), list.outage.words);
      return true;
    }
    if (list.stage == Stage.UNRESOLVED) {
      keeper.begin(desk);
      return goOn(desk);
    }
    return givingUp.removals(desk, batch).map(rest -> carry(desk, rest)).orElse(true);
  }

  /** Whether a list is owed something, and has to wait. */
  boolean waits(ListDesk desk) {
    return desk.memory().notBefore > clock.millis() && desk.owes();
  }

  /** What a list that {@link #waits} waits for; reads its batch. */
  Waiting waiting(ListDesk desk) {
    return new Waiting(Instant.ofEpochMilli(desk.memory().notBefore), whatFor(desk));
  }

  private String whatFor(ListDesk desk) {
    ListMemory list = desk.memory();
    Optional<BatchEntry> batch = firstBatch(desk);
    if (list.outage.isOn()) {
      return batch
          .filter(each -> each.httpStatus() != 0)
          .map(
              each ->
                  "the last call came to HTTP %d, and is repeated then"
                      .formatted(each.httpStatus()))
          .orElse("no answer came to the last call, which is repeated then");
    }
    if (!list.outage.words.isEmpty()) {
      return list.outage.words;
    }
    if (batch.filter(each -> !each.job().isEmpty()).isPresent()) {
      return "the vendor's import job is not over, and is looked at again then";
    }
    boolean rests = list.notBefore <= list.madeAt + plan.settling().toMillis();
    return rests ? "a new list takes no members yet" : "a pause after a call that came to nothing";
  }

  /** Looks for a list whose members wait for company; see {@link ListKeeper#isToBeFoundAhead}. */
  boolean lookAhead(ListDesk desk) {
    if (errands.isBusy() || !keeper.isToBeFoundAhead(desk)) {
      return false;
    }
    keeper.beginAhead(desk);
    goOn(desk);
    return true;
  }

  private String nextId() {
    return String.format(
        Locale.ROOT, "%s-%s-%06d", plan.run(), plan.connection().name(), memory.nextBatch++);
  }

  /** Whether a call for a list is being made, or its answer waits to be read. */
  boolean isUnderway(ListDesk desk) {
    if (desk.memory().stage == Stage.UNRESOLVED) {
      return keeper.isUnderway(desk);
    }
    return firstBatch(desk)
        .map(batch -> batch.job().isEmpty() ? sender.isUnderway(batch) : poller.isUnderway(batch))
        .orElse(false);
  }

  /** The batch that is worked on. */
  private Optional<BatchEntry> firstBatch(ListDesk desk) {
    List<String> batches = desk.memory().batches;
    return batches.isEmpty()
        ? Optional.empty()
        : Optional.of(store.batch(batches.get(0)).orElseThrow());
  }

  /** Reads the answer to a call for a batch that is under way, if it is there; makes none. */
  void readAnswer(ListDesk desk) {
    if (!keeper.isUnderway(desk)) {
      firstBatch(desk).ifPresent(batch -> carry(desk, batch));
    }
  }

  /** Reads the answer to the call that is under way, if it is there. */
  private boolean goOn(ListDesk desk) {
    Optional<BatchEntry> batch = firstBatch(desk);
    if (!keeper.isUnderway(desk)) {
      return carry(desk, batch.orElseThrow());
    }
    Optional<ListKeeper.Answer> answer = keeper.take(desk);
    if (answer.isEmpty()) {
      return false;
    }
    answer.get().setback().ifPresent(setback -> putOff(desk, batch, setback));
    if (!answer.get().ready() || batch.isEmpty()) {
      return true;
    }
    return givingUp.removals(desk, batch.get()).map(rest -> carry(desk, rest)).orElse(true);
  }

  /** Where the list was looked for ahead, nothing has failed yet. */
  private void putOff(ListDesk desk, Optional<BatchEntry> batch, ListKeeper.Setback setback) {
    ListMemory list = desk.memory();
    long now = clock.millis();
    Problem problem = setback.problem();
    if (batch.isPresent()) {
      later(desk, batch.get().failed(now, problem.httpStatus(), problem.words()), setback.asked());
    } else {
      list.notBefore = now + backoff.pause(1, setback.asked());
    }
    if (setback.throttled()) {
      connection.hold(list.notBefore);
    }
  }

  /** Sends a batch, or asks how its job fares; whether anything was done. */
  private boolean carry(ListDesk desk, BatchEntry batch) {
    Progress progress =
        batch.job().isEmpty()
            ? sender.send(desk, batch, memory.nextChange - 1)
            : poller.poll(desk, batch);
    if (progress instanceof Progress.Underway underway) {
      return underway.begun();
    }
    decide(desk, batch, progress);
    return true;
  }

  /** What an answer means for the batch, its list and the connection. */
  private void decide(ListDesk desk, BatchEntry batch, Progress progress) {
    ListMemory list = desk.memory();
    if (progress instanceof Progress.Empty) {
      desk.finish(batch);
    } else if (progress instanceof Progress.Done) {
      desk.finish(batch);
      recovered(list);
    } else if (progress instanceof Progress.Wait wait) {
      rest(list, wait);
    } else if (progress instanceof Progress.Again again) {
      repeat(desk, again);
    } else if (progress instanceof Progress.Declined declined) {
      declined.members().forEach(each -> givingUp.member(desk, declined.batch(), each));
      desk.finish(declined.batch());
      recovered(list);
    } else if (progress instanceof Progress.Opaque opaque) {
      bisect(desk, opaque.batch());
    } else if (progress instanceof Progress.Dead dead) {
      store.putBatch(dead.batch());
      connection.stop(dead.stop());
    } else if (progress instanceof Progress.Gone gone) {
      list.stage = Stage.UNRESOLVED;
      later(desk, gone.batch(), Duration.ZERO);
    } else {
      throw new IllegalStateException("undecided: " + progress.getClass().getSimpleName());
    }
  }

  private void rest(ListMemory list, Progress.Wait wait) {
    long pause = Math.max(1, wait.pause().toMillis());
    list.outage.waitsFor(wait.words());
    if (wait.failed()) {
      list.outage.askedInVain();
      pause = backoff.pause(list.outage.failures, wait.pause());
    }
    list.notBefore = clock.millis() + pause;
    if (wait.reached()) {
      list.outage.taken();
      connection.works();
    }
    if (wait.throttled()) {
      connection.hold(list.notBefore);
    }
  }

  private void repeat(ListDesk desk, Progress.Again again) {
    ListMemory list = desk.memory();
    again.declined().forEach(declined -> givingUp.member(desk, again.batch(), declined));
    if (again.someTaken()) {
      recovered(list);
    }
    later(desk, again.batch(), again.after());
    if (again.throttled()) {
      connection.hold(list.notBefore);
    }
  }

  private void recovered(ListMemory list) {
    list.outage.recovered();
    list.notBefore = 0;
    connection.works();
  }

  /** Puts a batch off, or gives it up when its time is over. */
  private void later(ListDesk desk, BatchEntry batch, Duration asked) {
    ListMemory list = desk.memory();
    long now = clock.millis();
    list.outage.failed(now, batch.words());
    long pause = backoff.pause(list.outage.failures, asked);
    BatchEntry timed = batch.deadline() == 0 ? batch.until(now + retryFor()) : batch;
    // Asked to wait for longer than there is time: no call may be made before the deadline.
    if (now >= timed.deadline() || now + asked.toMillis() > timed.deadline()) {
      givingUp.batch(desk, timed, Reason.VENDOR_UNAVAILABLE, timed.words());
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
      list.outage.refusedAlone();
      desk.settlement().suspect(batch.keys().get(0));
    }
    if (single || list.outage.refusesAll) {
      givingUp.batch(desk, batch, Reason.VENDOR_REJECTED, batch.words());
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
}
