package io.muster.delivery;

import io.muster.delivery.MemberEntry.Flight;
import io.muster.delivery.MemberEntry.Place;
import io.muster.destination.Action;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.MemberBatch;
import io.muster.destination.MemberBatch.Operation;
import io.muster.destination.Receipt;
import io.muster.destination.Receipt.ElementResult;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.model.Member;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one batch and reads the answer by element: members that the vendor has taken are
 * acknowledged, the rest is told as {@link Progress}. Writes the ledger.
 */
final class BatchSender {

  private static final Duration PATIENCE_WITH_NEW_LIST = Duration.ofMinutes(5);

  private final ConnectionPlan plan;
  private final CachedStore store;
  private final Clock clock;
  private final DeliveryOutput output;
  private final Errands errands;
  private final String life;
  private final VendorLists vendor;
  private final Pace pace;
  private final NoteWriter notes;
  private final CallLedger ledger;
  private final JobPoller poller;

  /**
   * @param notes written before a call is made: what of a list later runs have to know if this one
   *     does not live to see the answer
   * @param poller how often a job is asked after
   */
  BatchSender(
      StepTools tools,
      VendorLists vendor,
      Pace pace,
      NoteWriter notes,
      CallLedger ledger,
      JobPoller poller) {
    this.plan = tools.plan();
    this.store = tools.store();
    this.clock = tools.clock();
    this.output = tools.output();
    this.errands = tools.errands();
    this.life = tools.life();
    this.vendor = vendor;
    this.pace = pace;
    this.notes = notes;
    this.ledger = ledger;
    this.poller = poller;
  }

  /**
   * Sends what the batch's members need now.
   *
   * @param upTo the last change that has been taken in
   */
  Progress send(ListDesk desk, BatchEntry formed, long upTo) {
    String name = sending(formed);
    boolean begins = !errands.isBegun(name);
    if (begins) {
      List<String> keys = new ArrayList<>();
      List<Operation> operations = new ArrayList<>();
      for (String key : formed.keys()) {
        collect(desk, formed.place(), key, keys, operations);
        store.relieve();
      }
      if (operations.isEmpty()) {
        return new Progress.Empty();
      }
      BatchEntry going = formed.withKeys(keys);
      store.putBatch(going);
      desk.memory().sendingUpTo = upTo;
      notes.writeAhead(store, desk);
      MemberBatch batch = new MemberBatch(desk.memory().listId, operations);
      errands.begin(name, () -> send(going, operations, upTo, batch));
    }
    Optional<Sent> sent = errands.take(name);
    if (sent.isEmpty()) {
      return new Progress.Underway(begins);
    }
    desk.memory().sendingUpTo = 0;
    return read(desk, sent.get());
  }

  private Sent send(BatchEntry going, List<Operation> operations, long upTo, MemberBatch batch) {
    long before = pace.answered(Purpose.MEMBERS);
    VendorAnswer<Receipt> answer = vendor.send(batch);
    long answered = pace.answered(Purpose.MEMBERS) - before;
    boolean unanswered = reached(answer) && httpStatus(answer) == 0;
    long calls = Math.max(answered + (unanswered ? 1 : 0), reached(answer) ? 1 : 0);
    return new Sent(going, operations, upTo, calls, answer);
  }

  /**
   * What was sent, as it was then: changes may have come meanwhile.
   *
   * @param calls requests that reached the vendor: one, but none where there was no way to it, and
   *     one more where a new token was needed
   */
  private record Sent(
      BatchEntry batch,
      List<Operation> operations,
      long upTo,
      long calls,
      VendorAnswer<Receipt> answer) {}

  private Progress read(ListDesk desk, Sent sent) {
    VendorAnswer<Receipt> answer = sent.answer();
    desk.tally().calls(sent.calls());
    if (answer instanceof VendorAnswer.Retry<Receipt> retry && retry.cause() == Cause.OWN_BUDGET) {
      output.throttled(clock.instant().plus(retry.after()));
      return Progress.Wait.outOfBudget(retry.after(), retry.problem().words());
    }
    if (!reached(answer)) {
      return read(desk, sent.batch(), sent.operations(), answer, sent.upTo());
    }
    return read(desk, sent.batch().attempted(), sent.operations(), answer, sent.upTo());
  }

  private String sending(BatchEntry batch) {
    return life + "/send/" + batch.id() + "/" + batch.attempts();
  }

  /** Whether a batch is being sent, or the answer waits to be read. */
  boolean isUnderway(BatchEntry batch) {
    return errands.isBegun(sending(batch));
  }

  private void collect(
      ListDesk desk, Place place, String key, List<String> keys, List<Operation> operations) {
    MemberEntry entry = store.entry(desk.plan().ref(), key);
    if (entry.queue() != Place.BATCH) {
      return; // settled meanwhile
    }
    if (desk.placeOf(entry) != place) {
      // The newest change wants the other action, which goes by another call.
      MemberEntry free = entry.withQueue(Place.NONE);
      store.putMember(desk.plan().ref(), key, desk.enqueue(key, free));
      return;
    }
    Member member = entry.wanted() != null ? entry.wanted() : entry.sent();
    keys.add(key);
    operations.add(new Operation(entry.action(), member));
  }

  private Progress read(
      ListDesk desk,
      BatchEntry batch,
      List<Operation> operations,
      VendorAnswer<Receipt> answer,
      long upTo) {
    if (answer instanceof VendorAnswer.Accepted<Receipt> accepted) {
      if (accepted.value() instanceof Receipt.Queued queued) {
        return onItsWay(desk, batch, operations, accepted.httpStatus(), queued, upTo);
      }
      Receipt.Decided decided = (Receipt.Decided) accepted.value();
      return decide(desk, batch, operations, decided.results(), accepted.httpStatus(), upTo);
    }
    return refuse(desk, batch, operations, answer);
  }

  private Progress onItsWay(
      ListDesk desk,
      BatchEntry batch,
      List<Operation> operations,
      int httpStatus,
      Receipt.Queued queued,
      long upTo) {
    for (int i = 0; i < operations.size(); i++) {
      String key = batch.keys().get(i);
      Operation operation = operations.get(i);
      MemberEntry entry = store.entry(desk.plan().ref(), key);
      Flight flight = new Flight(operation.action(), operation.member(), upTo);
      store.putMember(
          desk.plan().ref(), key, entry.unanswered(operation.member()).inFlight(flight));
      store.relieve();
    }
    long deadline = clock.millis() + plan.connection().delivery().retryFor().toMillis();
    BatchEntry timed = batch.deadline() == 0 ? batch.until(deadline) : batch;
    store.putBatch(timed.queuedAs(queued.job()));
    desk.memory().jobEpoch = desk.epoch();
    ledger.write(desk, batch, actions(operations), CallOutcome.QUEUED, httpStatus);
    return Progress.Wait.queued(poller.every());
  }

  private Progress decide(
      ListDesk desk,
      BatchEntry batch,
      List<Operation> operations,
      List<ElementResult> results,
      int httpStatus,
      long upTo) {
    List<String> again = new ArrayList<>();
    List<Progress.Decline> declined = new ArrayList<>();
    String words = "";
    for (int i = 0; i < operations.size(); i++) {
      String key = batch.keys().get(i);
      Operation operation = operations.get(i);
      ElementResult result =
          i < results.size() ? results.get(i) : ElementResult.retry(0, "no result for it");
      switch (result.verdict()) {
        case ACCEPTED ->
            desk.settlement().acknowledge(key, operation.action(), operation.member(), upTo);
        case REJECTED -> declined.add(new Progress.Decline(key, upTo, result.words()));
        case RETRY -> {
          leaveOpen(desk, key, operation);
          again.add(key);
          words = result.words();
        }
      }
      store.relieve();
    }
    int taken = operations.size() - again.size() - declined.size();
    CallOutcome outcome = CallOutcome.ofMembers(taken, again.size(), operations.size());
    ledger.write(desk, batch, actions(operations), outcome, httpStatus);
    if (!again.isEmpty()) {
      BatchEntry rest = batch.withKeys(again).failed(clock.millis(), httpStatus, words);
      return Progress.Again.rest(rest, declined, taken > 0);
    }
    return declined.isEmpty() ? new Progress.Done() : new Progress.Declined(batch, declined);
  }

  private Progress refuse(
      ListDesk desk, BatchEntry batch, List<Operation> operations, VendorAnswer<?> answer) {
    Problem problem = answer.failure().problem();
    BatchEntry failed = batch.failed(clock.millis(), problem.httpStatus(), problem.words());
    CallOutcome outcome = CallOutcome.ofFailure(answer).orElseThrow();
    ledger.write(desk, batch, actions(operations), outcome, problem.httpStatus());
    // A 404 is normal for a minute or two after a list was made; later the list is gone.
    boolean young = clock.millis() - desk.memory().madeAt < PATIENCE_WITH_NEW_LIST.toMillis();
    if (answer.saysMissing() && !young) {
      return new Progress.Gone(failed);
    }
    if (answer instanceof VendorAnswer.Retry<?> retry) {
      boolean throttled = retry.cause() == Cause.THROTTLED;
      if (problem.reached() && !throttled) {
        leaveOpen(desk, batch, operations);
      }
      return Progress.Again.whole(failed, retry.after(), throttled);
    }
    Optional<Stop> stop = Stop.of(answer);
    if (stop.isPresent()) {
      return new Progress.Dead(failed, stop.get());
    }
    return answer instanceof VendorAnswer.ListGone<?>
        ? Progress.Again.whole(failed)
        : new Progress.Opaque(failed);
  }

  private void leaveOpen(ListDesk desk, BatchEntry batch, List<Operation> operations) {
    for (int i = 0; i < operations.size(); i++) {
      leaveOpen(desk, batch.keys().get(i), operations.get(i));
      store.relieve();
    }
  }

  /** The vendor may have done it or not: a removal that comes next repeats what was sent now. */
  private void leaveOpen(ListDesk desk, String key, Operation operation) {
    MemberEntry entry = store.entry(desk.plan().ref(), key);
    store.putMember(desk.plan().ref(), key, entry.unanswered(operation.member()));
  }

  private static Set<Action> actions(List<Operation> operations) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    operations.forEach(each -> actions.add(each.action()));
    return actions;
  }

  private static boolean reached(VendorAnswer<?> answer) {
    return answer instanceof VendorAnswer.Accepted || answer.failure().problem().reached();
  }

  private static int httpStatus(VendorAnswer<?> answer) {
    return answer instanceof VendorAnswer.Accepted<?> accepted
        ? accepted.httpStatus()
        : answer.failure().problem().httpStatus();
  }
}
