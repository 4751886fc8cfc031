package io.muster.pipelines.workspace;

import io.muster.workspace.Guard;
import java.util.List;
import java.util.Optional;

/**
 * {@code guard: { maxRemovals, minMembers }}.
 *
 * @param outer what holds for a key that isn't there
 */
record GuardSection(Guard outer) implements ValueReader<Guard> {
  static final List<String> KEYS = List.of("maxRemovals", "minMembers");

  @Override
  public Optional<Guard> read(YamlValue value) {
    return value
        .map(KEYS)
        .map(
            map ->
                new Guard(
                    map.read("maxRemovals", Percentage.READER, outer.maxRemovals()),
                    map.read("minMembers", new WholeNumber(0), outer.minMembers())));
  }
}
