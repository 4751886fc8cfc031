package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.ListResolver.Resolution;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.model.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sees that a list is there before anything is sent to it, and decides what the vendor's answer
 * means for the list: there, somebody else's, not to be had.
 */
final class ListKeeper {

  /** How long a refused or missing list stays so before the vendor is asked again. */
  private static final Duration STAGE_LASTS = Duration.ofMinutes(5);

  private final ConnectionPlan plan;
  private final Clock clock;
  private final DeliveryOutput output;
  private final Errands errands;
  private final String life;
  private final ListResolver resolver;
  private final WholeConnection connection;

  ListKeeper(StepTools tools, ListResolver resolver, WholeConnection connection) {
    this.plan = tools.plan();
    this.clock = tools.clock();
    this.output = tools.output();
    this.errands = tools.errands();
    this.life = tools.life();
    this.resolver = resolver;
    this.connection = connection;
  }

  /**
   * What came of looking for a list.
   *
   * @param ready whether it takes members now: a new one may have to rest
   * @param setback why it isn't known yet
   */
  record Answer(boolean ready, Optional<Setback> setback) {
    private static final Answer READY = new Answer(true, Optional.empty());
    private static final Answer NOT_NOW = new Answer(false, Optional.empty());
  }

  /**
   * The vendor gave no answer that tells anything.
   *
   * @param asked how long it wants to be left alone
   * @param throttled whether by the whole connection
   */
  record Setback(Problem problem, Duration asked, boolean throttled) {}

  /** Why nothing can be sent to a list; asked again when that is long ago. */
  Optional<Reason> whyUnusable(ListDesk desk) {
    ListMemory list = desk.memory();
    if (list.stage != Stage.READY && list.decidedAt + STAGE_LASTS.toMillis() <= clock.millis()) {
      list.stage = Stage.UNRESOLVED;
    }
    return switch (list.stage) {
      case REFUSED -> Optional.of(Reason.LIST_REFUSED);
      case UNAVAILABLE -> Optional.of(Reason.LIST_UNAVAILABLE);
      case UNRESOLVED, READY -> Optional.empty();
    };
  }

  /**
   * Whether a list is worth looking for while its members wait for company: a new one has to rest
   * before it takes any. Once; if nothing comes of it, it is looked for again when they are due.
   */
  boolean isToBeFoundAhead(ListDesk desk) {
    ListMemory list = desk.memory();
    return list.stage == Stage.UNRESOLVED
        && list.decidedAt == 0
        && !plan.settling().isZero()
        && list.notBefore <= clock.millis()
        && desk.owes();
  }

  /** Begins to look for a list ahead. */
  void beginAhead(ListDesk desk) {
    desk.memory().decidedAt = clock.millis();
    begin(desk);
  }

  /** Begins to look for a list. */
  void begin(ListDesk desk) {
    boolean gone = desk.memory().isSaidToBeGone();
    errands.begin(name(desk), () -> resolver.resolve(desk.plan(), gone));
  }

  /** Whether a list is being looked for, or the answer waits to be read. */
  boolean isUnderway(ListDesk desk) {
    // Asked of every list at every step, and most were never looked for.
    boolean sought = desk.memory().decidedAt != 0 || !desk.memory().batches.isEmpty();
    return sought && errands.isBegun(name(desk));
  }

  private String name(ListDesk desk) {
    return life + "/resolve/" + desk.plan().ref().key();
  }

  /** Reads the answer; empty while there is none. */
  Optional<Answer> take(ListDesk desk) {
    Optional<Resolution> resolution = errands.take(name(desk));
    return resolution.map(each -> settle(desk, each));
  }

  private Answer settle(ListDesk desk, Resolution resolution) {
    if (resolution instanceof Resolution.Ready ready) {
      return use(desk, ready) ? Answer.READY : Answer.NOT_NOW;
    }
    if (resolution instanceof Resolution.Taken taken) {
      decide(desk.memory(), Stage.REFUSED, taken.words());
      return Answer.NOT_NOW;
    }
    if (resolution instanceof Resolution.NotYet notYet) {
      return notHad(desk, notYet.answer());
    }
    throw new IllegalStateException("unknown: " + resolution.getClass().getSimpleName());
  }

  private Answer notHad(ListDesk desk, VendorAnswer<?> answer) {
    ListMemory list = desk.memory();
    CallOutcome.ofFailure(answer).ifPresent(output::called);
    Optional<Stop> stop = Stop.of(answer);
    if (stop.isPresent()) {
      connection.stop(stop.get());
    } else if (answer instanceof VendorAnswer.Refused<?> refused) {
      decide(list, Stage.UNAVAILABLE, words(desk, refused.problem()));
    } else if (answer instanceof VendorAnswer.Retry<?> retry) {
      if (retry.cause() != Cause.OWN_BUDGET) {
        boolean throttled = retry.cause() == Cause.THROTTLED;
        return setback(new Setback(retry.problem(), retry.after(), throttled));
      }
      list.notBefore = clock.millis() + Math.max(1, retry.after().toMillis());
      list.outage.waitsFor(retry.problem().words());
      output.throttled(Instant.ofEpochMilli(list.notBefore));
    } else if (answer instanceof VendorAnswer.ListGone<?> gone) {
      return setback(new Setback(gone.problem(), Duration.ZERO, false));
    } else {
      throw new IllegalStateException("unknown: " + answer.getClass().getSimpleName());
    }
    return Answer.NOT_NOW;
  }

  /** A vendor's own words seldom say what they are about. */
  private static String words(ListDesk desk, Problem problem) {
    String status = "HTTP " + problem.httpStatus();
    boolean said = problem.httpStatus() == 0 || problem.words().startsWith(status);
    return "the vendor refused to find, make or rename the list \"%s\": %s"
        .formatted(
            desk.plan().audience().name(),
            said ? problem.words() : status + ": " + problem.words());
  }

  private static Answer setback(Setback setback) {
    return new Answer(false, Optional.of(setback));
  }

  /**
   * The list is there; what is known of its members holds only if it is still the same one, and was
   * nobody else's meanwhile.
   *
   * @return whether it takes members now: a new one may have to rest
   */
  private boolean use(ListDesk desk, Resolution.Ready ready) {
    ListMemory list = desk.memory();
    boolean first = list.listId.isEmpty();
    String before = first ? list.recalledOf : list.listId;
    boolean other = ready.isNew() || ready.isTakenOver() || !before.equals(ready.listId());
    if (!before.isEmpty() && other) {
      desk.settlement().startOver();
    }
    list.stage = Stage.READY;
    list.listId = ready.listId();
    if (first) {
      list.guard.begin(ready.members());
      list.remembered = ready.members();
    }
    desk.tally().list(ready.listId());
    list.notBefore = 0;
    if (ready.isNew()) {
      list.madeAt = clock.millis();
    }
    Duration rest = rest(ready.madeAt());
    if (!rest.isZero()) {
      list.notBefore = clock.millis() + rest.toMillis();
    }
    return rest.isZero();
  }

  /** How long a list has still to rest, whichever run has made it. */
  private Duration rest(Instant madeAt) {
    Duration left = Duration.between(clock.instant(), madeAt.plus(plan.settling()));
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    // Who made it may have had another clock.
    return left.compareTo(plan.settling()) < 0 ? left : plan.settling();
  }

  /**
   * Sees after a list to which nothing was owed: that the vendor still has it, under its present
   * name. Makes its calls in place.
   *
   * @param missing whether the vendor has said that it does not know the list's id
   */
  void look(ListDesk desk, boolean missing) {
    Resolution resolution = resolver.resolve(desk.plan(), missing);
    if (resolution instanceof Resolution.Ready ready) {
      use(desk, ready);
    } else if (resolution instanceof Resolution.Taken taken) {
      decide(desk.memory(), Stage.REFUSED, taken.words());
      desk.tally().warning(Reason.LIST_REFUSED);
    }
    // A vendor that gives no answer leaves the list as it was.
  }

  private void decide(ListMemory list, Stage stage, String words) {
    output.notice(plan.connection().name() + ": " + words);
    list.stage = stage;
    list.outage.unusable(words);
    list.decidedAt = clock.millis();
  }
}
