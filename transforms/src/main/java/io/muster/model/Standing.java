package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * What a vendor says of one of its lists when it is asked. Accepted, landed and matched are three
 * words: what was accepted is in {@link Counts}, and a number that the vendor doesn't give is
 * empty, never 0.
 *
 * @param state the vendor's own word for how the list fares, on one line of at most 100 characters;
 *     empty when it has none
 * @param landed members that the vendor has put into the list
 * @param matched members that the vendor found among its own companies or people
 * @param audienceSize people whom the list reaches
 */
public record Standing(
    String state, OptionalLong landed, OptionalLong matched, OptionalLong audienceSize) {

  private static final int LONGEST_STATE = 100;

  public Standing {
    state = oneLine(requireNonNull(state, "state"));
    requireNonNull(landed, "landed");
    requireNonNull(matched, "matched");
    requireNonNull(audienceSize, "audienceSize");
  }

  private static String oneLine(String state) {
    String line = state.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
    if (line.length() <= LONGEST_STATE) {
      return line;
    }
    boolean halves = Character.isHighSurrogate(line.charAt(LONGEST_STATE - 1));
    return line.substring(0, halves ? LONGEST_STATE - 1 : LONGEST_STATE);
  }

  /** A vendor that says a word and counts nothing. */
  public static Standing of(String state) {
    return new Standing(state, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }
}
