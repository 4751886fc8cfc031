package io.muster.faults;

import io.muster.delivery.InMemoryStore;
import io.muster.model.Counts;
import io.muster.model.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a checkpoint holds: the delivery's memory, what it has told, and where the input is. */
final class RunState {

  InMemoryStore store = new InMemoryStore();
  Optional<byte[]> memory = Optional.empty();
  final Map<String, Counts> counts = new HashMap<>();
  final List<DeadLetter> letters = new ArrayList<>();

  /** Changes of the input that have been taken in. */
  int at;

  RunState copy() {
    RunState copy = new RunState();
    copy.store = store.copy();
    copy.memory = memory.map(byte[]::clone);
    copy.counts.putAll(counts);
    copy.letters.addAll(letters);
    copy.at = at;
    return copy;
  }
}
