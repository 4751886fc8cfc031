package io.muster.flink.cluster;

import java.util.Map;

/**
 * How a cluster is made.
 *
 * @param taskManagers how many are started with it, 0 or more
 * @param slots of each TaskManager, 1 or more
 * @param memory of each TaskManager
 * @param settings of Flink, by its own keys; they win over the cluster's. They are written to a
 *     file, so no secrets
 * @param environment of all its processes, on top of this one's: where credentials belong
 * @param jobManager what takes jobs
 */
public record ClusterOptions(
    int taskManagers,
    int slots,
    TaskManagerMemory memory,
    Map<String, String> settings,
    Map<String, String> environment,
    JobManagerProgram jobManager) {

  /** Checks and copies. */
  public ClusterOptions {
    if (taskManagers < 0) {
      throw new IllegalArgumentException("there cannot be " + taskManagers + " TaskManagers");
    }
    if (slots < 1) {
      throw new IllegalArgumentException("a TaskManager needs a slot, not " + slots);
    }
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
  }

  /** Two TaskManagers of two slots and 1 GiB each. */
  public static ClusterOptions defaults() {
    return new ClusterOptions(
        2, 2, TaskManagerMemory.oneGibibyte(), Map.of(), Map.of(), JobManagerProgram.session());
  }

  /** With another number of TaskManagers. */
  public ClusterOptions withTaskManagers(int number) {
    return new ClusterOptions(number, slots, memory, settings, environment, jobManager);
  }

  /** With another number of slots each. */
  public ClusterOptions withSlots(int number) {
    return new ClusterOptions(taskManagers, number, memory, settings, environment, jobManager);
  }

  /** With other TaskManagers' memory. */
  public ClusterOptions withMemory(TaskManagerMemory other) {
    return new ClusterOptions(taskManagers, slots, other, settings, environment, jobManager);
  }

  /** With these settings of Flink, and no others on top of the cluster's own. */
  public ClusterOptions withSettings(Map<String, String> other) {
    return new ClusterOptions(taskManagers, slots, memory, other, environment, jobManager);
  }

  /** With these variables, and no others on top of this process's. */
  public ClusterOptions withEnvironment(Map<String, String> other) {
    return new ClusterOptions(taskManagers, slots, memory, settings, other, jobManager);
  }

  /** With another kind of JobManager. */
  public ClusterOptions withJobManager(JobManagerProgram other) {
    return new ClusterOptions(taskManagers, slots, memory, settings, environment, other);
  }

  /** Without the variables' values. */
  @Override
  public String toString() {
    return "ClusterOptions[%d TaskManagers, %d slots, %s, %s, environment %s]"
        .formatted(taskManagers, slots, memory, settings, environment.keySet());
  }
}
