package io.muster.delivery;

import java.time.Clock;

/**
 * What all that works on a connection in one step has in common.
 *
 * @param life which life of the delivery this is; what an earlier one has begun is not its own
 */
record StepTools(
    ConnectionPlan plan,
    CachedStore store,
    Clock clock,
    DeliveryOutput output,
    Errands errands,
    String life) {

  Letters letters() {
    return new Letters(clock, output);
  }
}
