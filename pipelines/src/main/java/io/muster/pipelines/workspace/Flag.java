package io.muster.pipelines.workspace;

import java.util.Optional;

/** {@code true} or {@code false}. */
final class Flag implements ValueReader<Boolean> {
  static final Flag READER = new Flag();

  private Flag() {}

  @Override
  public Optional<Boolean> read(YamlValue value) {
    return value.flag();
  }
}
