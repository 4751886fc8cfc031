package io.muster.format;

import io.muster.parse.WhiteSpace;

/** {@link Format#IDENTIFIER}: opaque, so only trimmed. */
final class IdentifierRule implements FormatRule {

  @Override
  public Normalised normalise(String text) {
    return new Normalised.Value(WhiteSpace.trim(text));
  }
}
