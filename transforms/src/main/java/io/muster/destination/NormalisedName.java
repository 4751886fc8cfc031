package io.muster.destination;

/**
 * A list's name as it is compared everywhere, trimmed and without case: in a workspace, in the
 * registry, which keeps it, and with what a vendor shows.
 */
public final class NormalisedName {

  private NormalisedName() {}

  /** Whether two lists of that name would be one. */
  public static boolean same(String name, String other) {
    return of(name).equals(of(other));
  }

  /** Stripped and folded as {@link String#equalsIgnoreCase} folds, one code point at a time. */
  public static String of(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    name.strip()
        .codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
