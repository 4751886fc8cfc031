package io.muster.parse;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What a record says of the profile in one mapped audience of the namespace {@code ups}. */
public sealed interface Membership {

  /** The audience's id. */
  String audience();

  /** A membership that can be told. */
  record Valid(String audience, Status status, Instant qualifiedAt) implements Membership {
    public Valid {
      requireNonNull(audience, "audience");
      requireNonNull(status, "status");
      requireNonNull(qualifiedAt, "qualifiedAt");
    }
  }

  /**
   * A membership of unknown status, or without a readable time.
   *
   * @param field the path of what is at fault
   * @param words what is wrong with it, without its value
   */
  record Invalid(String audience, String field, String words) implements Membership {
    public Invalid {
      requireNonNull(audience, "audience");
      requireNonNull(field, "field");
      requireNonNull(words, "words");
    }
  }

  /** XDM's {@code status}. */
  enum Status {
    REALIZED,
    EXISTING,
    EXITED;

    /** Whether the profile is out of the audience. */
    public boolean isExit() {
      return this == EXITED;
    }
  }
}
