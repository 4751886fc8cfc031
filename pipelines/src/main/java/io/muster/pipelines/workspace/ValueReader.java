package io.muster.pipelines.workspace;

import java.util.Optional;

/** Reads one kind of value. */
@FunctionalInterface
interface ValueReader<T> {

  /** What the value says, or nothing after its mistake has been reported. */
  Optional<T> read(YamlValue value);
}
