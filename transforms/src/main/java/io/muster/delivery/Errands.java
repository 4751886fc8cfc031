package io.muster.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs what may take long, a call to a vendor, beside the steps that begin it and read its result:
 * a vendor that hangs must not keep its connection from taking changes in, for the input is shared
 * by all. Errands run one after another. What is under way when the process dies is lost; the step
 * that misses it begins it again.
 */
public interface Errands {

  /** Whether an errand of that name was begun and its result is not taken yet. */
  boolean isBegun(String name);

  /** Whether one is being run. */
  boolean isBusy();

  /** Begins an errand; none of that name may be begun already. */
  <T> void begin(String name, Supplier<T> errand);

  /**
   * The result of an errand that was begun, once; then its name is free again.
   *
   * @return empty while it is being run
   * @throws RuntimeException what the errand itself has thrown
   */
  <T> Optional<T> take(String name);

  /** Each errand is run in place as it is begun. */
  static Errands inPlace() {
    return new Errands() {
      private final Map<String, Object> results = new HashMap<>();

      @Override
      public boolean isBegun(String name) {
        return results.containsKey(name);
      }

      @Override
      public boolean isBusy() {
        return false;
      }

      @Override
      public <T> void begin(String name, Supplier<T> errand) {
        results.put(name, errand.get());
      }

      @Override
      @SuppressWarnings("unchecked") // it is what the errand of that name returned
      public <T> Optional<T> take(String name) {
        return Optional.of((T) results.remove(name));
      }
    };
  }
}
