package io.muster.pipelines.replay;

import io.muster.model.Reason;
import io.muster.model.SourceRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as it was read again.
 *
 * @param reason nothing for a code of a later version
 * @param field what was at fault, or empty
 * @param words why, for people
 * @param at when it was given up; nothing when it does not say
 * @param before nothing when it does not say
 * @param dataflow empty for a record that was no profile change
 * @param audience its id, empty likewise
 * @param record the change, with the place where it was first read; nothing for a letter without
 * @param whole whether the record is all there: a letter has one that was too large by its
 *     beginning only, and one that was no UTF-8 with replacements
 */
record Letter(
    Optional<Reason> reason,
    String field,
    String words,
    Optional<Instant> at,
    Optional<Failures> before,
    String dataflow,
    String audience,
    Optional<SourceRecord> record,
    boolean whole) {

  boolean is(Reason other) {
    return reason.isPresent() && reason.get() == other;
  }

  /** Whether it is for one audience, which it names. */
  boolean hasAudience() {
    return !dataflow.isEmpty();
  }

  /** What a line of a letters' file turned out to be. */
  sealed interface Reading {

    /** A dead letter. */
    record Read(Letter letter) implements Reading {}

    /**
     * Something else.
     *
     * @param reason of the kind {@link Reason.Kind#MALFORMED}
     * @param words nothing of its content
     */
    record NoLetter(Reason reason, String words) implements Reading {}

    /** Nothing but blanks. */
    record Blank() implements Reading {}
  }
}
