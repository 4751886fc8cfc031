package io.muster.pipelines.workspace;

import java.util.regex.Pattern;

/**
 * Where a value stands in the file's tree, such as {@code dataflows.tier-1.audiences[0].name}. A
 * name that would not be told apart from the path around it stands in quotes.
 */
record KeyPath(String text) {
  static final KeyPath ROOT = new KeyPath("");

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_:@/+-]+");

  KeyPath child(String key) {
    String name = PLAIN.matcher(key).matches() ? key : Quoted.of(key);
    return new KeyPath(text.isEmpty() ? name : text + "." + name);
  }

  KeyPath item(int index) {
    return new KeyPath(text + "[" + index + "]");
  }

  @Override
  public String toString() {
    return text;
  }
}
