package io.muster.model;

import java.time.Instant;

/**
 * One attempt to deliver one batch.
 *
 * @param batch the batch's id, the same on every repeat
 * @param list the vendor's id of the list
 * @param action {@code add}, {@code remove} or {@code mixed}
 * @param members how many members the call carried
 * @param attempt from 1
 * @param status {@code accepted}, {@code partial}, {@code queued}, {@code retry}, {@code refused}
 *     or {@code unauthorized}
 * @param httpStatus the vendor's status, or 0 when there was no answer
 */
public record LedgerLine(
    String batch,
    String connection,
    String dataflow,
    String audience,
    String list,
    String action,
    int members,
    int attempt,
    String status,
    int httpStatus,
    Instant at) {}
