package io.muster.workspace;

import java.io.Serializable;
import java.time.Duration;

/**
 * How patiently a connection delivers.
 *
 * @param maxBatchAge how long a change may wait for company before its batch is sent
 * @param retryFor how long a call is repeated before its changes are failed
 * @param firstRetry the first pause between repeats; later ones grow from it
 * @param pollEvery the pause between looks at an asynchronous job
 * @param maxPending changes that may wait in state before the input is held back
 */
public record DeliverySettings(
    Duration maxBatchAge,
    Duration retryFor,
    Duration firstRetry,
    Duration pollEvery,
    int maxPending)
    implements Serializable {

  /** The same with another pause between looks at an asynchronous job. */
  public DeliverySettings pollingEvery(Duration pause) {
    return new DeliverySettings(maxBatchAge, retryFor, firstRetry, pause, maxPending);
  }
}
