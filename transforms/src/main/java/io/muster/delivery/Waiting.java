package io.muster.delivery;

import java.time.Instant;

/**
 * What a connection waits for before it makes its next call.
 *
 * @param words for whoever watches; no vendor's words of members, which may be personal data
 */
public record Waiting(Instant until, String words) {}
