package io.muster.delivery;

import io.muster.destination.Action;
import io.muster.model.LedgerLine;
import java.time.Clock;
import java.util.Set;

/** Writes down what each call with members has come to. */
final class CallLedger {

  private final ConnectionPlan plan;
  private final Clock clock;
  private final DeliveryOutput output;

  CallLedger(ConnectionPlan plan, Clock clock, DeliveryOutput output) {
    this.plan = plan;
    this.clock = clock;
    this.output = output;
  }

  /**
   * @param actions what the call was to do with its members
   * @param httpStatus 0 where there was no answer
   */
  void write(
      ListDesk desk, BatchEntry batch, Set<Action> actions, CallOutcome outcome, int httpStatus) {
    output.called(outcome);
    output.ledger(
        new LedgerLine(
            batch.id(),
            plan.connection().name(),
            desk.plan().ref().dataflow(),
            desk.plan().ref().audience(),
            desk.memory().listId,
            action(actions),
            batch.keys().size(),
            Math.max(1, batch.attempts()),
            outcome.status(),
            httpStatus,
            clock.instant()));
  }

  private static String action(Set<Action> actions) {
    if (actions.size() > 1) {
      return "mixed";
    }
    return actions.contains(Action.ADD) ? "add" : "remove";
  }
}
