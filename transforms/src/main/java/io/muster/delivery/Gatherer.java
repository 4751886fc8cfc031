package io.muster.delivery;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.destination.CallLimit.Purpose;
import java.time.Duration;

/** Says what of all that is owed has to be sent, by what is owed and how fast it may go. */
final class Gatherer {

  private final ConnectionPlan plan;
  private final Pace pace;
  private final Desks desks;

  Gatherer(ConnectionPlan plan, Pace pace, Desks desks) {
    this.plan = plan;
    this.pace = pace;
    this.desks = desks;
  }

  /** Of any list. */
  Gathering ofAll(Urgency urgency) {
    if (urgency == Urgency.EVERYTHING) {
      return Gathering.EVERYTHING;
    }
    Duration age = plan.connection().delivery().maxBatchAge();
    long owing = desks.all().stream().filter(ListDesk::owes).count();
    // Each list makes a call an age; when the day runs short, batches grow instead.
    Duration longer =
        pace.interval(Purpose.MEMBERS).map(each -> each.multipliedBy(owing)).orElse(age);
    int full = desks.all().stream().mapToInt(ListDesk::fullBatches).sum();
    boolean crowded =
        full > pace.callsWithin(age.dividedBy(2))
            || desks.pending() >= plan.connection().delivery().maxPending() / 2;
    return new Gathering(false, crowded, longer.compareTo(age) > 0 ? longer : age);
  }

  /**
   * Of one list: where memory has to be freed, the one that holds most of it is sent before it is
   * due.
   *
   * @param usual what {@link #ofAll} says
   */
  Gathering of(ListDesk desk, Urgency urgency, Gathering usual) {
    boolean relieves =
        urgency == Urgency.RELIEF
            && desks.areFull()
            && desks.all().stream()
                .allMatch(other -> other.memory().pending <= desk.memory().pending);
    return relieves ? Gathering.EVERYTHING : usual;
  }
}
