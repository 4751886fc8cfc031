package io.muster.delivery;

import io.muster.delivery.MemberEntry.Flight;
import io.muster.delivery.MemberEntry.Place;
import io.muster.destination.Action;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.JobState;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks after the job that a vendor has made of a batch: its members are acknowledged when it has
 * landed, and taken back when it never will. Writes the ledger.
 */
final class JobPoller {

  /** One job serves a list's files one after another: its end may be that of a later file. */
  private static final String OVERTAKEN =
      "the job was given its file before a restore, and perhaps another since";

  private static final String LATE = "the vendor's job did not end in time";

  private final ConnectionPlan plan;
  private final CachedStore store;
  private final Clock clock;
  private final DeliveryOutput output;
  private final Errands errands;
  private final String life;
  private final VendorLists vendor;
  private final Pace pace;
  private final CallLedger ledger;

  JobPoller(StepTools tools, VendorLists vendor, Pace pace, CallLedger ledger) {
    this.plan = tools.plan();
    this.store = tools.store();
    this.clock = tools.clock();
    this.output = tools.output();
    this.errands = tools.errands();
    this.life = tools.life();
    this.vendor = vendor;
    this.pace = pace;
    this.ledger = ledger;
  }

  private String polling(BatchEntry batch) {
    return life + "/poll/" + batch.id() + "/" + batch.job();
  }

  /** Whether the vendor is being asked after a batch, or its answer waits to be read. */
  boolean isUnderway(BatchEntry batch) {
    return errands.isBegun(polling(batch));
  }

  /** Asks how the job of a batch fares. */
  Progress poll(ListDesk desk, BatchEntry batch) {
    String name = polling(batch);
    String listId = desk.memory().listId;
    boolean begins = !errands.isBegun(name);
    if (begins) {
      errands.begin(name, () -> vendor.poll(listId, batch.job()));
    }
    Optional<VendorAnswer<JobState>> polled = errands.take(name);
    if (polled.isEmpty()) {
      return new Progress.Underway(begins);
    }
    VendorAnswer<JobState> answer = polled.get();
    if (answer instanceof VendorAnswer.Accepted<JobState> accepted) {
      return switch (accepted.value()) {
        case RUNNING ->
            isInTime(batch) ? Progress.Wait.running(every()) : sendAgain(desk, batch, LATE, 0);
        case COMPLETED ->
            desk.memory().jobEpoch == desk.epoch()
                ? landed(desk, batch)
                : sendAgain(desk, batch, OVERTAKEN, accepted.httpStatus());
        case FAILED -> sendAgain(desk, batch, "the vendor's job failed", accepted.httpStatus());
      };
    }
    Optional<Stop> stop = Stop.of(answer);
    if (stop.isPresent()) {
      CallOutcome.ofFailure(answer).ifPresent(output::called);
      return new Progress.Dead(batch, stop.get());
    }
    Problem problem = answer.failure().problem();
    if (answer instanceof VendorAnswer.Retry<JobState> retry) {
      Progress.Wait wait = unanswered(retry);
      String late = LATE + ", as far as is known: " + problem.words();
      return isInTime(batch) ? wait : sendAgain(desk, batch, late, problem.httpStatus());
    }
    return sendAgain(desk, batch, problem.words(), problem.httpStatus());
  }

  private Progress.Wait unanswered(VendorAnswer.Retry<JobState> retry) {
    Duration every = every();
    Duration pause = retry.after().compareTo(every) > 0 ? retry.after() : every;
    if (retry.cause() == Cause.OWN_BUDGET) {
      output.throttled(clock.instant().plus(retry.after()));
      return Progress.Wait.outOfBudget(pause, retry.problem().words());
    }
    CallOutcome.ofFailure(retry).ifPresent(output::called);
    boolean throttled = retry.cause() == Cause.THROTTLED;
    return Progress.Wait.unanswered(pause, throttled, retry.problem().words());
  }

  /** A job that outlives the deadline counts as not accepted. */
  private boolean isInTime(BatchEntry batch) {
    return clock.millis() < batch.deadline();
  }

  /** Seldom enough for the rest of the day's budget. */
  Duration every() {
    Duration every = plan.connection().delivery().pollEvery();
    return pace.interval(Purpose.JOBS).filter(longer -> longer.compareTo(every) > 0).orElse(every);
  }

  private Progress landed(ListDesk desk, BatchEntry batch) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String key : batch.keys()) {
      Flight flight = flight(desk, key);
      actions.add(flight.action());
      desk.settlement().acknowledge(key, flight.action(), flight.member(), flight.upTo());
      store.relieve();
    }
    ledger.write(desk, batch, actions, CallOutcome.ACCEPTED, 200);
    return new Progress.Done();
  }

  private Progress sendAgain(ListDesk desk, BatchEntry batch, String words, int httpStatus) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String key : batch.keys()) {
      actions.add(flight(desk, key).action());
      desk.settlement().takeBack(key, Place.BATCH);
      store.relieve();
    }
    ledger.write(desk, batch, actions, CallOutcome.RETRIED, httpStatus);
    return Progress.Again.whole(batch.failed(clock.millis(), httpStatus, words));
  }

  private Flight flight(ListDesk desk, String key) {
    return store.member(desk.plan().ref(), key).map(MemberEntry::flight).orElseThrow();
  }
}
