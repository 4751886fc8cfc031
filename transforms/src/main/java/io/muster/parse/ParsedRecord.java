package io.muster.parse;

import static java.util.Objects.requireNonNull;

import io.muster.model.Reason;

/** What a record turned out to be. */
public sealed interface ParsedRecord {

  /** A well-formed profile change. */
  record Profile(ProfileChange change) implements ParsedRecord {
    public Profile {
      requireNonNull(change, "change");
    }
  }

  /**
   * No profile change.
   *
   * @param code a reason of the kind {@link Reason.Kind#MALFORMED}
   * @param field the JSON key at fault, empty where it is the whole record
   * @param words what is wrong and where; nothing of the record's content
   */
  record Malformed(Reason code, String field, String words) implements ParsedRecord {
    public Malformed {
      requireNonNull(code, "code");
      requireNonNull(field, "field");
      requireNonNull(words, "words");
    }
  }

  /** A line of nothing but blanks, at most with a byte order mark: skipped, and not counted. */
  record Blank() implements ParsedRecord {}
}
