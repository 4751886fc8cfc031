package io.muster.pipelines.registry;

import java.util.Optional;

/** Environment variables: where a server's user and password may stand. */
@FunctionalInterface
public interface Environment {

  /** The variable's value; empty when it isn't set. */
  Optional<String> get(String name);

  /** This process's variables. */
  static Environment ofProcess() {
    return name -> Optional.ofNullable(System.getenv(name));
  }
}
