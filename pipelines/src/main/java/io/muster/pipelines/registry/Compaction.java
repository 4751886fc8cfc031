package io.muster.pipelines.registry;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the database's file small: a {@link Successor} has what is alive in it.
 *
 * <p>H2's own compaction moves what is there within the file. A process that was killed meanwhile
 * has left files that could not be opened again, and such that lacked a table or rows.
 */
final class Compaction {

  /** Bytes above which the file is compacted; that takes 100 ms or so. */
  static final long ABOVE = 4 << 20;

  private final Path file;
  private final Successor successor;

  /** A file that stays large is not copied again until it has grown to twice its size. */
  private final AtomicLong above = new AtomicLong(ABOVE);

  Compaction(Path file, Successor successor) {
    this.file = file;
    this.successor = successor;
  }

  /** Compacts the file if it is large; one that can't be compacted is left as it is. */
  void ifLarge() {
    // Zero when it isn't there.
    if (file.toFile().length() <= above.get()) {
      return;
    }
    try {
      successor.replace(copy -> {});
    } catch (SQLException e) {
      // The database is as well as before, and a full disk is told by the next write that needs it.
    }
    above.set(Math.max(ABOVE, 2 * file.toFile().length()));
  }
}
