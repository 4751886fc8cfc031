package io.muster.flink.cluster;

import java.util.List;
import java.util.Map;

/**
 * What one TaskManager may use, in MiB. One that is started without Flink's scripts must be told
 * each part, which those compute from a total.
 *
 * @param heap Flink's own 64 and the jobs'
 * @param managed for RocksDB, shared by the slots
 * @param network for buffers between tasks, 32 KiB each
 */
public record TaskManagerMemory(int heap, int managed, int network) {

  // Class loaders of several jobs, and of restarts of one, are there at once: as Flink's default.
  private static final int METASPACE = 256;
  private static final int FRAMEWORK_HEAP = 64;
  private static final int FRAMEWORK_OFF_HEAP = 64;
  // Kafka's client and the JDK's HTTP client read into direct buffers.
  private static final int TASK_OFF_HEAP = 32;
  private static final int JVM_OVERHEAD = 64;
  private static final int SMALLEST_HEAP = 128;
  private static final int SMALLEST_SHARE = 32;

  /** Checks that Flink starts with it. */
  public TaskManagerMemory {
    if (heap < SMALLEST_HEAP || managed < SMALLEST_SHARE || network < SMALLEST_SHARE) {
      throw new IllegalArgumentException(
          "a TaskManager needs %d MiB of heap and %d each of managed and network memory, not %d, %d and %d"
              .formatted(SMALLEST_HEAP, SMALLEST_SHARE, heap, managed, network));
    }
  }

  /** 1 GiB in all, of which 448 MiB are heap. */
  public static TaskManagerMemory oneGibibyte() {
    return new TaskManagerMemory(448, 96, 64);
  }

  /** All that the process is to take. */
  public int total() {
    return heap + managed + network + FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP + METASPACE + JVM_OVERHEAD;
  }

  List<String> jvmOptions() {
    return List.of(
        "-Xmx" + heap + "m",
        "-XX:MaxDirectMemorySize=" + (network + FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP) + "m",
        "-XX:MaxMetaspaceSize=" + METASPACE + "m");
  }

  Map<String, String> settings() {
    return Map.ofEntries(
        size("framework.heap.size", FRAMEWORK_HEAP),
        size("task.heap.size", heap - FRAMEWORK_HEAP),
        size("framework.off-heap.size", FRAMEWORK_OFF_HEAP),
        size("task.off-heap.size", TASK_OFF_HEAP),
        size("managed.size", managed),
        size("network.min", network),
        size("network.max", network),
        size("jvm-metaspace.size", METASPACE),
        size("jvm-overhead.min", JVM_OVERHEAD),
        size("jvm-overhead.max", JVM_OVERHEAD));
  }

  private static Map.Entry<String, String> size(String part, int mebibytes) {
    return Map.entry("taskmanager.memory." + part, mebibytes + "m");
  }
}
