package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Where a record was read: a file and its line (from 1), or a Kafka partition ({@code
 * topic-partition}) and its offset.
 *
 * @param source the file's path as Beam names it, or {@code topic-partition}
 * @param offset the line or the offset
 */
public record SourcePosition(String source, long offset)
    implements Comparable<SourcePosition>, Serializable {

  public SourcePosition {
    requireNonNull(source, "source");
  }

  @Override
  public int compareTo(SourcePosition other) {
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : Long.compare(offset, other.offset);
  }

  /** {@code path:line} or {@code topic-partition:offset}, as people write it. */
  @Override
  public String toString() {
    return source + ":" + offset;
  }
}
