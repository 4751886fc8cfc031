package io.muster.delivery;

import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;

/**
 * Where a delivery tells what became of things. Counts are kept in a {@link io.muster.model.Tally}.
 */
public interface DeliveryOutput {

  void letter(DeadLetter letter);

  void ledger(LedgerLine line);

  /** A sentence for whoever watches the run: a list is refused, a connection stops. */
  void notice(String words);
}
