package io.muster.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls that are made at once, and whose answers come no sooner than they are let through. */
final class HeldAnswers implements Errands {

  private final Map<String, Object> results = new HashMap<>();
  private boolean through;

  void letThrough() {
    through = true;
  }

  @Override
  public boolean isBegun(String name) {
    return results.containsKey(name);
  }

  @Override
  public boolean isBusy() {
    return !through && !results.isEmpty();
  }

  @Override
  public <T> void begin(String name, Supplier<T> errand) {
    results.put(name, errand.get());
  }

  @Override
  @SuppressWarnings("unchecked") // it is what the errand of that name returned
  public <T> Optional<T> take(String name) {
    return through ? Optional.of((T) results.remove(name)) : Optional.empty();
  }
}
