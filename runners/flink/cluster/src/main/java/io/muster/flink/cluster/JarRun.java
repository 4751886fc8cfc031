package io.muster.flink.cluster;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an uploaded jar is run.
 *
 * @param mainClass if not the one that its manifest names
 * @param arguments of its {@code main}; Flink shows them to all who can reach it
 * @param parallelism if not Flink's {@code parallelism.default}
 * @param from the savepoint or retained checkpoint that it goes on from
 * @param allowNonRestoredState whether state may be in {@code from} that the job has no place for
 */
public record JarRun(
    Optional<String> mainClass,
    List<String> arguments,
    OptionalInt parallelism,
    Optional<String> from,
    boolean allowNonRestoredState) {

  /** Copies what it gets. */
  public JarRun {
    arguments = List.copyOf(arguments);
  }

  /** The jar's own main class with these arguments, from nothing. */
  public static JarRun with(String... arguments) {
    return new JarRun(
        Optional.empty(), List.of(arguments), OptionalInt.empty(), Optional.empty(), false);
  }

  /** Another main class. */
  public JarRun withMainClass(String name) {
    return new JarRun(Optional.of(name), arguments, parallelism, from, allowNonRestoredState);
  }

  /** Another parallelism. */
  public JarRun withParallelism(int number) {
    return new JarRun(mainClass, arguments, OptionalInt.of(number), from, allowNonRestoredState);
  }

  /** Going on from a savepoint, all of whose state must have a place in the job. */
  public JarRun from(String savepoint) {
    return new JarRun(mainClass, arguments, parallelism, Optional.of(savepoint), false);
  }
}
