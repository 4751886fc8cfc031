package io.muster.pipelines.run;

import java.util.List;
import java.util.Optional;

/** A cluster on which Muster's jobs run, asked from outside. */
public interface JobCluster extends AutoCloseable {

  /**
   * Muster's jobs, those that have ended too as long as the cluster remembers them; the latest
   * first.
   *
   * @throws RunException when the cluster does not answer
   */
  List<ClusterJob> jobs() throws RunException;

  /**
   * Stops a job in good order: what it has taken in is in the savepoint or delivered. Waits until
   * that is so.
   *
   * @param id the job's
   * @param folder where the savepoint is written, as the cluster's machines name it; without one,
   *     where the cluster is told to
   * @param drain whether all that is pending is delivered first, after which nothing goes on from
   *     the savepoint
   * @return the savepoint's path
   * @throws RunException when it was not stopped; it then goes on as before
   */
  String stop(String id, Optional<String> folder, boolean drain) throws RunException;

  /**
   * Ends a job as it is, without a savepoint: one that is restarted over and over takes none. Waits
   * until it has ended.
   *
   * @param id the job's
   * @return its last checkpoint; empty when it has none, or none that is kept
   * @throws RunException when it is not known to have ended
   */
  Optional<String> cancel(String id) throws RunException;

  @Override
  void close();
}
