package io.muster.cli;

import java.util.regex.Pattern;

/** A word as a shell takes it, for commands that people copy. */
final class ShellWord {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWord() {}

  /** In quotes where a shell would make something else of it. */
  static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
