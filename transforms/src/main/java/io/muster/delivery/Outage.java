package io.muster.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a vendor fails for one list: since when, how often, and in what words. Its fields are kept by
 * {@link ConnectionMemoryFormat}, and changed here alone.
 */
final class Outage {

  // So many single members refused in a row, and nothing taken: the fault is the request's.
  private static final int MOST_CULPRITS_IN_A_ROW = 32;

  /** In a row. */
  int failures;

  /** Since when the vendor takes nothing for this list, epoch milliseconds; 0 while it does. */
  long failingSince;

  /** When the vendor was last asked in vain, epoch milliseconds. */
  long failedAt;

  /** What the vendor said last, or what else the list waits for. */
  String words = "";

  /** Single members refused in a row with nothing taken between, in the batch being halved. */
  int opaqueRefusals;

  /** Whether the vendor has refused so many single members that the fault is the request's. */
  boolean refusesAll;

  /** The vendor has not taken a batch, or not found a list. */
  void failed(long now, String said) {
    failures++;
    words = said;
    failedAt = now;
    if (!isOn()) {
      failingSince = now;
    }
  }

  /** The vendor has not said how a job fares: asked again later, but nothing has failed by it. */
  void askedInVain() {
    failures++;
  }

  /**
   * The vendor has a batch and works on it. Not recovered yet: a job that fails each time is sent
   * again after longer and longer pauses.
   */
  void taken() {
    failingSince = 0;
    opaqueRefusals = 0;
    words = "";
  }

  /** The vendor has decided on members one by one. */
  void recovered() {
    taken();
    failures = 0;
    refusesAll = false;
  }

  /** A batch is sent for the first time. */
  void batchBegins() {
    opaqueRefusals = 0;
  }

  /** The vendor has refused a call that carried one member alone. */
  void refusedAlone() {
    opaqueRefusals++;
    refusesAll |= opaqueRefusals >= MOST_CULPRITS_IN_A_ROW;
  }

  /** Nothing can be sent to the list. */
  void unusable(String why) {
    words = why;
  }

  /** What the list waits for, unless its vendor is what fails; empty where all goes well. */
  void waitsFor(String said) {
    words = isOn() ? words : said;
  }

  boolean isOn() {
    return failingSince != 0;
  }

  /** Empty while the vendor takes what is sent. */
  Optional<Instant> since() {
    return isOn() ? Optional.of(Instant.ofEpochMilli(failingSince)) : Optional.empty();
  }

  /**
   * When members are given up: an outage counts against all that waits for its end, not against
   * each batch anew.
   *
   * @param waitingSince since when the first of them waits, epoch milliseconds
   * @return epoch milliseconds; 0 where nothing has failed since then
   */
  long deadline(long waitingSince, Duration retryFor) {
    return !isOn() || failedAt < waitingSince
        ? 0
        : Math.max(waitingSince, failingSince) + retryFor.toMillis();
  }

  /** As if it had begun later: nobody has asked the vendor for so long, milliseconds. */
  void prolong(long millis) {
    failingSince += millis;
    failedAt += millis;
  }
}
