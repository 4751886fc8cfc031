package io.muster.pipelines.registry;

/** A list's name as it is compared: equal for two names exactly when a vendor's would be. */
public final class NormalisedName {

  private NormalisedName() {}

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
