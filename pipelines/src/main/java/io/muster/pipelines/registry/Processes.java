package io.muster.pipelines.registry;

/** What can be seen of other processes from here. */
@FunctionalInterface
interface Processes {

  /** Whether the process is known not to run any more; false when it can't be seen from here. */
  boolean isGone(LeaseHolder.Process holder);
}
