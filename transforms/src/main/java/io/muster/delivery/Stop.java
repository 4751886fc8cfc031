package io.muster.delivery;

import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.model.Reason;
import java.util.Optional;

/** Why a vendor takes no call of a connection any more, whoever the members are. */
record Stop(Cause cause, Problem problem) {

  /** What somebody has to mend. */
  enum Cause {
    CREDENTIAL(
        Reason.UNAUTHORIZED,
        "the vendor does not accept the credential (%s); put a valid one where auth points to"),
    SETTINGS(Reason.VENDOR_REJECTED, "the vendor serves nobody with its settings (%s)");

    private final Reason reason;
    private final String words;

    Cause(Reason reason, String words) {
      this.reason = reason;
      this.words = words;
    }

    /** Why its changes have failed when the run ends so. */
    Reason reason() {
      return reason;
    }
  }

  /** Empty where an answer says nothing of the connection as a whole. */
  static Optional<Stop> of(VendorAnswer<?> answer) {
    if (answer instanceof VendorAnswer.Unauthorized<?> unauthorized) {
      return Optional.of(new Stop(Cause.CREDENTIAL, unauthorized.problem()));
    }
    if (answer instanceof VendorAnswer.Misconfigured<?> misconfigured) {
      return Optional.of(new Stop(Cause.SETTINGS, misconfigured.problem()));
    }
    return Optional.empty();
  }

  /** For people, with the mend. */
  String words(String connection) {
    return "connection " + connection + ": " + cause.words.formatted(problem.words());
  }
}
