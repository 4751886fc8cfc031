package io.muster.parse;

import static java.util.Objects.requireNonNull;

/** What a record has at a mapped path. */
public sealed interface FieldValue {

  /** Nothing at the path, or null. */
  FieldValue ABSENT = new Absent();

  /** An array or an object, or a path that leads through an array. */
  FieldValue UNSUPPORTED = new Unsupported();

  /**
   * A string as it is; a number or a boolean as the record writes it, so that {@code 12.50} and
   * {@code 1e3} stay what they are.
   */
  record Text(String text) implements FieldValue {
    public Text {
      requireNonNull(text, "text");
    }
  }

  /** See {@link #ABSENT}. */
  record Absent() implements FieldValue {}

  /** See {@link #UNSUPPORTED}. */
  record Unsupported() implements FieldValue {}
}
