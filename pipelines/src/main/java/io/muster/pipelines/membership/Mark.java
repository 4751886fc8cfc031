package io.muster.pipelines.membership;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which append of which writer a segment is; later ones overrule.
 *
 * @param writer counts those that have ever written for the connection, from 1
 * @param append counts what one of them has written, from 1
 */
record Mark(long writer, long append) implements Comparable<Mark> {

  static final Mark NONE = new Mark(0, 0);

  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)\\.notes");

  private static final Comparator<Mark> IN_TURN =
      Comparator.comparingLong(Mark::writer).thenComparingLong(Mark::append);

  /** The mark of a segment's file; empty where the name is no segment's. */
  static Optional<Mark> ofFile(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new Mark(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  String fileName() {
    // Some locales have digits of their own, and the next run may have another locale.
    return String.format(Locale.ROOT, "%010d-%010d.notes", writer, append);
  }

  boolean isAfter(Mark other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Mark other) {
    return IN_TURN.compare(this, other);
  }
}
