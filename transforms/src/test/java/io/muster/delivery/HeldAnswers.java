package io.muster.delivery;

import java.util.Optional;
import java.util.function.Supplier;

/** Calls that are made at once, and whose answers come no sooner than they are let through. */
final class HeldAnswers implements Errands {

  private final Errands made = Errands.inPlace();
  private int begun;
  private boolean through;

  void letThrough() {
    through = true;
  }

  @Override
  public boolean isBegun(String name) {
    return made.isBegun(name);
  }

  @Override
  public boolean isBusy() {
    return !through && begun > 0;
  }

  @Override
  public <T> void begin(String name, Supplier<T> errand) {
    made.begin(name, errand);
    begun++;
  }

  @Override
  public <T> Optional<T> take(String name) {
    return through ? made.take(name) : Optional.empty();
  }
}
