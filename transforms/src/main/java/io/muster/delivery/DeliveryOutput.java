package io.muster.delivery;

import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import java.time.Instant;

/**
 * Where a delivery tells what became of things. Counts are kept in a {@link io.muster.model.Tally}.
 */
public interface DeliveryOutput {

  void letter(DeadLetter letter);

  void ledger(LedgerLine line);

  /** A sentence for whoever watches the run: a list is refused, a connection stops. */
  void notice(String words);

  /** A change needs no call: its member is known to be as it says. */
  default void leftAlone(MembershipChange change) {}

  /**
   * A call has come to something: each that has a ledger line, and of those without one each that
   * failed.
   */
  default void called(CallOutcome outcome) {}

  /**
   * Something of the connection waits until then, because its budget is spent or the vendor asks it
   * to slow down.
   */
  default void throttled(Instant until) {}
}
