package io.muster.pipelines.run;

import java.util.Objects;

/**
 * A savepoint or checkpoint that a run goes on from.
 *
 * @param path as the runner's workers read it
 * @param dropsState whether state in it that no step of the run takes over may be lost
 */
public record RestorePoint(String path, boolean dropsState) {

  public RestorePoint {
    Objects.requireNonNull(path, "path");
  }
}
