package io.muster.pipelines.registry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;

/** What writes for a run. */
public sealed interface LeaseHolder extends Serializable {

  /** The run's name, unique. */
  String run();

  /** The name of the host where it was last seen to work, for people. */
  String host();

  /** What and where it is, for people, as in "run r writes there: ...". */
  String place();

  /** How to end it, for people, as an order. */
  String mend();

  /** This process, for a run. */
  static Process ofThisProcess(String run) {
    return new LocalProcesses().self(run);
  }

  /** A job that works elsewhere, for a run that this process launches. */
  static Job ofJob(String run) {
    return new Job(run, new LocalProcesses().host());
  }

  /**
   * A process: when it is seen to be gone, its lease is dead.
   *
   * @param machine what processes are visible to each other, such as a container's; opaque
   * @param pid the process's id on that machine
   * @param processStart when the process began, to tell it from a later one of the same id
   */
  record Process(String run, String host, String machine, long pid, Instant processStart)
      implements LeaseHolder {

    public Process {
      requireNonNull(run, "run");
      requireNonNull(host, "host");
      requireNonNull(machine, "machine");
      processStart = Instants.kept(processStart);
    }

    @Override
    public String place() {
      return "on host %s, process %d".formatted(host, pid);
    }

    @Override
    public String mend() {
      return "wait for its end or stop it";
    }
  }

  /**
   * A job on a cluster: it outlives the process that launched it, and each of those that work for
   * it. Its lease dies only by silence, or when it is given free.
   */
  record Job(String run, String host) implements LeaseHolder {

    public Job {
      requireNonNull(run, "run");
      requireNonNull(host, "host");
    }

    @Override
    public String place() {
      return "as a job on a cluster, last on host " + host;
    }

    @Override
    public String mend() {
      return "wait for its end or stop it with 'muster stop'";
    }
  }
}
