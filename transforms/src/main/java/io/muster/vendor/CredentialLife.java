package io.muster.vendor;

import java.time.Instant;
import java.util.Optional;

/**
 * When a connection's credentials end, as far as the vendor has said.
 *
 * @param token the access token in use; it is renewed by itself
 * @param credential the longer-lived credential behind it, which somebody has to replace
 */
public record CredentialLife(Optional<Instant> token, Optional<Instant> credential) {

  /** Nothing is known: no token yet, or one that somebody put there. */
  public static final CredentialLife UNKNOWN =
      new CredentialLife(Optional.empty(), Optional.empty());
}
