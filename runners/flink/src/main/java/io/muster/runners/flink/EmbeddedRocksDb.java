package io.muster.runners.flink;

import java.util.Map;
import java.util.Set;

/**
 * What state in RocksDB may take of the process of embedded Flink, beside its heap: up to {@link
 * #GIBIBYTES}, as the state grows. Flink would deal memory out to the slots, of which one does
 * nearly all the work of a connection; Beam would give two fifths of the free heap.
 */
final class EmbeddedRocksDb {

  private static final int GIBIBYTES = 1;

  /** What Flink leaves of it to write buffers, MiB: a third. */
  private static final int FOR_BUFFERS = GIBIBYTES * 1_024 / 3;

  private static final int LARGEST_BUFFER = 64;
  private static final int SMALLEST_BUFFER = 4;

  /** Kinds of state that a connection fills. */
  private static final int KINDS = 10;

  /** Of its buffer each takes this part with its first entry. */
  private static final int FIRST_BLOCK = 8;

  private static final String MANAGED = "state.backend.rocksdb.memory.managed";
  private static final String SHARED = "state.backend.rocksdb.memory.fixed-per-tm";

  /** Where one of them is set, somebody has thought of RocksDB's memory. */
  private static final Set<String> MEMORY_KEYS =
      Set.of(
          "taskmanager.memory.managed.size",
          "taskmanager.memory.managed.fraction",
          "state.backend.rocksdb.memory.fixed-per-slot",
          MANAGED,
          SHARED);

  private EmbeddedRocksDb() {}

  /**
   * Flink's settings; none where its configuration says something of that memory.
   *
   * @param connections how many connections the run delivers to, 1 or more
   */
  static Map<String, String> settings(int connections, Map<String, String> known) {
    if (known.keySet().stream().anyMatch(MEMORY_KEYS::contains)) {
      return Map.of();
    }
    return Map.of(
        MANAGED,
        "false",
        SHARED,
        GIBIBYTES + "gb",
        "state.backend.rocksdb.writebuffer.size",
        writeBuffer(connections) + "mb");
  }

  /**
   * The larger, the fewer files there are to merge; but what all kinds take with their first entry
   * must leave half of the memory for the entries.
   */
  private static int writeBuffer(int connections) {
    int buffer = LARGEST_BUFFER;
    while (buffer > SMALLEST_BUFFER
        && connections * KINDS * buffer / FIRST_BLOCK > FOR_BUFFERS / 2) {
      buffer /= 2;
    }
    return buffer;
  }
}
