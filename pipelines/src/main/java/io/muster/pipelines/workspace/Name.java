package io.muster.pipelines.workspace;

import java.util.Optional;

/** A name, an id or another short text, trimmed. */
final class Name implements ValueReader<String> {
  static final Name READER = new Name();

  /** The longest name that every vendor takes: XDM's own bound of an account's name. */
  static final int MAX_LENGTH = 255;

  private Name() {}

  @Override
  public Optional<String> read(YamlValue value) {
    return value.text().flatMap(text -> check(text, value.place()));
  }

  /** The name trimmed, or nothing after its mistake has been reported. */
  static Optional<String> check(String text, Place place) {
    String name = text.strip();
    if (name.isEmpty()) {
      place.mistake("it is blank", "give it a value");
    } else if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
      place.mistake("it is longer than " + MAX_LENGTH + " characters", "shorten it");
    } else if (name.codePoints().anyMatch(Name::isForbidden)) {
      place.mistake("it holds a control character or a line break", "write it on one line");
    } else if (name.contains("${")) {
      place.mistake(
          "a reference is not resolved here", "write the value itself: only auth takes references");
    } else {
      return Optional.of(name);
    }
    return Optional.empty();
  }

  private static boolean isForbidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
