package io.muster.pipelines.workspace;

import java.util.Optional;

/** Words for people, which nothing depends on. */
final class FreeText implements ValueReader<String> {
  static final FreeText READER = new FreeText();

  private FreeText() {}

  @Override
  public Optional<String> read(YamlValue value) {
    return value.text().map(String::strip);
  }
}
