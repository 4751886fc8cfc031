package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A change that could not be activated, with all that a replay needs. Holds personal data.
 *
 * @param field the target, source path or JSON key that is at fault; empty when none is
 * @param words why, for people; no values of credentials
 * @param at when it was given up
 * @param firstFailedAt when it failed first
 * @param attempts calls that carried it
 * @param dataflow empty for a record that was no profile change
 * @param audience the audience's id, empty likewise
 * @param origin the record as it came
 */
public record DeadLetter(
    Reason reason,
    String field,
    String words,
    Instant at,
    Instant firstFailedAt,
    int attempts,
    String dataflow,
    String audience,
    SourceRecord origin) {

  public DeadLetter {
    requireNonNull(reason, "reason");
    requireNonNull(field, "field");
    requireNonNull(words, "words");
    requireNonNull(at, "at");
    requireNonNull(firstFailedAt, "firstFailedAt");
    requireNonNull(dataflow, "dataflow");
    requireNonNull(audience, "audience");
    requireNonNull(origin, "origin");
  }
}
