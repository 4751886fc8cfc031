package io.muster.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultJson;
import java.time.Duration;

/** Something that happens to a run at a moment. */
sealed interface Incident {

  /** When something happens, from the run's beginning. */
  record Timed(Duration at, Incident incident) {
    @Override
    public String toString() {
      return at + " " + incident;
    }
  }

  /** The vendor begins to do something wrong. */
  record Break(Fault fault) implements Incident {
    @Override
    public String toString() {
      JsonNode order = FaultJson.write(fault);
      return "fault " + order;
    }
  }

  /** The vendor refuses every credential for a while. */
  record Revoke() implements Incident {}

  /** It takes that back. */
  record Restore() implements Incident {}

  /** The vendor has given out a new credential, and the old one is dead. */
  record Rotate() implements Incident {}

  /** We are given the newest credential. */
  record HandOver() implements Incident {}

  /** Somebody deletes a list at the vendor. */
  record DeleteList(String audience) implements Incident {}

  /**
   * We crash.
   *
   * @param calls at the so-manieth call from now on; 0 is at once, between two steps
   * @param afterwards whether the vendor has answered that call, or not even got it
   */
  record CrashUs(int calls, boolean afterwards) implements Incident {}
}
