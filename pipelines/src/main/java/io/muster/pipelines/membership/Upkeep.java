package io.muster.pipelines.membership;

import io.muster.delivery.ListRef;
import java.util.HashSet;
import java.util.Set;

/**
 * When what is remembered is put together. A run that has written much leaves that to the next one,
 * which may never need it; a run that had to read much of what others left does it at its end. A
 * job without an end does it beside its work.
 */
final class Upkeep {

  private static final long LARGE = 64L << 20;

  /** Files that a run may find; each has to be opened. */
  private static final int MANY_LEFT = 500;

  private static final int MANY_WRITTEN = 2_000;

  /** What is put together for nothing but its number of files is worth a part of the whole. */
  private static final int PART = 4;

  private static final int TOO_MANY_WRITTEN = 10 * MANY_WRITTEN;

  private final boolean besideWork;
  private final Set<ListRef> read = new HashSet<>();
  private int segmentsLeft;
  private long bytesLeft;
  private long generationBytes;
  private int segmentsWritten;
  private long bytesWritten;

  /**
   * @param besideWork whether the run has no end at which it could be done
   */
  Upkeep(boolean besideWork) {
    this.besideWork = besideWork;
  }

  /**
   * A list has been read: its generation, and the segments that came after it. Counts the first
   * time only, since a mirror reads a list twice.
   */
  void read(ListRef list, long generation, int segments, long segmentBytes) {
    if (!read.add(list)) {
      return;
    }
    generationBytes += generation;
    segmentsLeft += segments;
    bytesLeft += segmentBytes;
  }

  void wrote(long bytes) {
    segmentsWritten++;
    bytesWritten += bytes;
  }

  /** Whether a run that ends should do it. */
  boolean isDueAtEnd() {
    return segmentsLeft > MANY_LEFT || bytesLeft > Math.max(LARGE, generationBytes / PART);
  }

  /** Whether a run that goes on should do it. */
  boolean isDueNow() {
    return besideWork
        && (bytesWritten > Math.max(LARGE, 2 * generationBytes)
            || (segmentsWritten >= MANY_WRITTEN && bytesWritten * PART >= generationBytes)
            || segmentsWritten >= TOO_MANY_WRITTEN);
  }

  /** Generations were made, of so many bytes. */
  void putTogether(long bytes) {
    generationBytes = bytes;
    segmentsLeft = 0;
    bytesLeft = 0;
    segmentsWritten = 0;
    bytesWritten = 0;
  }
}
