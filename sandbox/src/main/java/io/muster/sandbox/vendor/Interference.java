package io.muster.sandbox.vendor;

import java.time.Duration;
import java.util.Collection;

/** What ordered faults do to the meaning of one call. Most calls go well. */
public interface Interference {

  /** The status with which a member is refused on its own, or 0 when it is not. */
  default int refusal(String identifier) {
    return 0;
  }

  /** The status with which the whole batch is refused, or 0 when it is not. */
  default int batchRefusal(Collection<String> identifiers) {
    return 0;
  }

  /** Whether the asynchronous job that carries these members ends as failed. */
  default boolean failsJob(Collection<String> identifiers) {
    return false;
  }

  /** How much longer the asynchronous job that carries these members takes. */
  default Duration jobDelay(Collection<String> identifiers) {
    return Duration.ZERO;
  }

  /** Whether the result of an element is left out of the answer. */
  default boolean hidesResult(int index, int total, String identifier) {
    return false;
  }

  /** Whether elements whose result is left out take effect all the same. */
  default boolean appliesHidden() {
    return true;
  }
}
