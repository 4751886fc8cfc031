package io.muster.pipelines.workspace;

import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Instant;
import java.util.Optional;

/** An audience as far as it could be read. */
record AudienceDraft(
    Optional<Located<String>> id,
    Optional<Located<String>> name,
    Optional<Located<Instant>> start,
    Optional<Located<Instant>> end,
    boolean adopt,
    Guard guard) {

  /** The audience; only where no mistake has been reported. */
  Audience toAudience() {
    return new Audience(
        id.orElseThrow().value(),
        name.orElseThrow().value(),
        start.map(Located::value).orElse(Instant.MIN),
        end.map(Located::value).orElse(Instant.MAX),
        adopt,
        guard);
  }
}
