package io.muster.faults;

import io.muster.delivery.Errands;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls that are made at once and whose answers come in a later step, as if made on a thread. */
final class LateAnswers implements Errands {

  private final Map<String, Object> results = new HashMap<>();
  private final Map<String, Integer> looks = new HashMap<>();

  @Override
  public boolean isBegun(String name) {
    return results.containsKey(name);
  }

  @Override
  public boolean isBusy() {
    return !looks.isEmpty();
  }

  @Override
  public <T> void begin(String name, Supplier<T> errand) {
    results.put(name, errand.get());
    looks.put(name, 2);
  }

  @Override
  @SuppressWarnings("unchecked") // it is what the errand of that name returned
  public <T> Optional<T> take(String name) {
    int left = looks.merge(name, -1, Integer::sum);
    if (left > 0) {
      return Optional.empty();
    }
    looks.remove(name);
    return Optional.of((T) results.remove(name));
  }
}
