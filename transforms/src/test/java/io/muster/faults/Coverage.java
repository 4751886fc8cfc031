package io.muster.faults;

import io.muster.model.DeadLetter;
import io.muster.model.Reason;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.journal.RecordedCall;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the schedules have met so far, so that a draw that never comes is noticed. */
final class Coverage {

  /** What can happen to a run besides a vendor's faults. */
  enum Event {
    CRASH_BETWEEN_STEPS,
    CRASH_BEFORE_A_CALL,
    CRASH_AFTER_A_CALL,
    BUDGET_SPENT,
    INPUT_HELD_BACK,
    CREDENTIAL_REVOKED,
    CREDENTIAL_ROTATED,
    LIST_DELETED,
    LIST_MADE_BY_SOMEBODY_ELSE,
    RUN_ENDED_TOO_EARLY
  }

  private final Set<String> missing = new TreeSet<>();

  Coverage() {
    // Credentials are revoked by hand, not by a call.
    EnumSet.complementOf(EnumSet.of(FaultKind.REVOKE)).forEach(kind -> missing.add(kind.id()));
    EnumSet.allOf(Event.class).forEach(event -> missing.add(event.name()));
    for (Reason reason : Reason.values()) {
      if (reason.kind() == Reason.Kind.FAILED && reason != Reason.REMOVALS_BLOCKED) {
        missing.add(reason.name());
      }
    }
  }

  void met(Event event) {
    missing.remove(event.name());
  }

  void met(List<RecordedCall> calls, List<DeadLetter> letters) {
    for (RecordedCall call : calls) {
      if (!call.fault().isEmpty()) {
        missing.removeAll(List.of(call.fault().split("\\+")));
      }
    }
    letters.forEach(letter -> missing.remove(letter.reason().name()));
  }

  /** What no schedule has met yet. */
  Set<String> missing() {
    return missing;
  }
}
