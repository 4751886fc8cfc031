package io.muster.format;

import static java.util.Objects.requireNonNull;

import io.muster.model.Reason;

/** What a format makes of a value. */
public sealed interface Normalised {

  /** The value as it is compared and sent. */
  record Value(String text) implements Normalised {
    public Value {
      requireNonNull(text, "text");
    }
  }

  /**
   * The value does not qualify.
   *
   * @param reason of the kind {@link Reason.Kind#EXCLUDED}; a format says {@link
   *     Reason#INVALID_FORMAT} or {@link Reason#TOO_LONG}
   * @param words what is wrong, to be read after the field's name; without the value
   */
  record Invalid(Reason reason, String words) implements Normalised {
    public Invalid {
      requireNonNull(reason, "reason");
      requireNonNull(words, "words");
    }
  }

  /** A value of the wrong form. */
  static Normalised invalidFormat(String words) {
    return new Invalid(Reason.INVALID_FORMAT, words);
  }
}
