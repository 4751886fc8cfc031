package io.muster.pipelines.registry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;

/**
 * The process that writes for a run.
 *
 * @param run the run's name, unique
 * @param host the host's name, for people
 * @param machine what processes are visible to each other, such as a container's; opaque
 * @param pid the process's id on that machine
 * @param processStart when the process began, to tell it from a later one of the same id
 */
public record LeaseHolder(String run, String host, String machine, long pid, Instant processStart)
    implements Serializable {

  public LeaseHolder {
    requireNonNull(run, "run");
    requireNonNull(host, "host");
    requireNonNull(machine, "machine");
    processStart = Instants.kept(processStart);
  }

  /** This process, for a run. */
  public static LeaseHolder ofThisProcess(String run) {
    return new LocalProcesses().self(run);
  }
}
