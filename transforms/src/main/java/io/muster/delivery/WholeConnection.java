package io.muster.delivery;

/** What one list's answer means for all lists of the connection. */
interface WholeConnection {

  /** No call of it is taken any more. */
  void stop(Stop stop);

  /** The vendor throttles; epoch milliseconds. */
  void hold(long until);

  /** The vendor has taken something. */
  void works();
}
