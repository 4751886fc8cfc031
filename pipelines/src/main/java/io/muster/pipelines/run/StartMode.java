package io.muster.pipelines.run;

import java.util.Objects;
import java.util.Optional;

/**
 * How a run is begun and left.
 *
 * @param detached whether it goes on without the launcher once a cluster has taken it
 * @param from what it goes on from
 */
public record StartMode(boolean detached, Optional<RestorePoint> from) {

  public StartMode {
    Objects.requireNonNull(from, "from");
  }

  /** From the beginning, with the launcher there until the end. */
  public static StartMode plain() {
    return new StartMode(false, Optional.empty());
  }
}
