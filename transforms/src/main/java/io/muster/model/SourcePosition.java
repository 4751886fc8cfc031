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

  // Sorts before all that a path or a topic can begin with.
  private static final String EARLIER_RUN = "\0";

  public SourcePosition {
    requireNonNull(source, "source");
  }

  /** Before every position that this run reads. */
  SourcePosition ofEarlierRun() {
    return new SourcePosition(EARLIER_RUN + source, offset);
  }

  /** Whether it is the same record's, whichever run has read it. */
  boolean isSamePlaceAs(SourcePosition other) {
    return offset == other.offset && place().equals(other.place());
  }

  private String place() {
    return isOfEarlierRun() ? source.substring(EARLIER_RUN.length()) : source;
  }

  boolean isOfEarlierRun() {
    return source.startsWith(EARLIER_RUN);
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
