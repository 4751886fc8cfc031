package io.muster.faults;

import io.muster.faults.Coverage.Event;

/** Lets us crash at a call that is named beforehand. */
final class CrashSwitch {

  private int calls;
  private boolean afterwards;
  private boolean inCall;

  void arm(Incident.CrashUs order) {
    calls = order.calls();
    afterwards = order.afterwards();
    inCall = false;
    if (calls == 0) {
      throw new Crash(Event.CRASH_BETWEEN_STEPS, "between two steps");
    }
  }

  void disarm() {
    calls = 0;
    inCall = false;
  }

  void before(String call) {
    if (calls == 0 || --calls > 0) {
      return;
    }
    if (!afterwards) {
      throw new Crash(Event.CRASH_BEFORE_A_CALL, "before \"" + call + "\"");
    }
    inCall = true;
  }

  /** Whether we crash before we know the answer of the call that is being made. */
  boolean strikesNow() {
    return inCall;
  }

  void after(String call) {
    if (inCall) {
      inCall = false;
      throw new Crash(Event.CRASH_AFTER_A_CALL, "after \"" + call + "\"");
    }
  }
}
