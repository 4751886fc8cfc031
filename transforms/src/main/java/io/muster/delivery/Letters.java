package io.muster.delivery;

import io.muster.model.DeadLetter;
import io.muster.model.Reason;
import io.muster.model.SourceRecord;
import java.time.Clock;
import java.time.Instant;

/** Writes the letters of changes that could not be activated. */
final class Letters {

  private final Clock clock;
  private final DeliveryOutput output;

  Letters(Clock clock, DeliveryOutput output) {
    this.clock = clock;
    this.output = output;
  }

  /** Of what no call was made for. */
  void write(Reason reason, String words, ListRef list, SourceRecord origin) {
    Instant now = clock.instant();
    write(reason, words, now, now, 0, list, origin);
  }

  /** Of what a batch was to bring. */
  void write(Reason reason, String words, BatchEntry batch, WaitingChange change) {
    Instant now = clock.instant();
    Instant first = batch.firstFailedAt() == 0 ? now : Instant.ofEpochMilli(batch.firstFailedAt());
    write(reason, words, now, first, batch.attempts(), change.list(), change.origin());
  }

  private void write(
      Reason reason,
      String words,
      Instant now,
      Instant first,
      int attempts,
      ListRef list,
      SourceRecord origin) {
    output.letter(
        new DeadLetter(
            reason, "", words, now, first, attempts, list.dataflow(), list.audience(), origin));
  }
}
