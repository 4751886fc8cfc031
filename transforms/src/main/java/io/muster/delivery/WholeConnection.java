package io.muster.delivery;

import io.muster.destination.VendorAnswer.Problem;

/** What one list's answer means for all lists of the connection. */
interface WholeConnection {

  /** The credential is dead. */
  void stop(Problem problem);

  /** The vendor throttles; epoch milliseconds. */
  void hold(long until);

  /** The vendor has taken something. */
  void works();
}
