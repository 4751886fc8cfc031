package io.muster.pipelines.workspace;

import io.muster.workspace.Guard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The whole file: {@code state}, {@code guard}, {@code connections} and {@code dataflows}. */
final class WorkspaceSection implements ValueReader<WorkspaceDraft> {
  static final List<String> KEYS = List.of("state", "guard", "connections", "dataflows");

  private final Catalogue catalogue;
  private final Path base;

  WorkspaceSection(Catalogue catalogue, Path base) {
    this.catalogue = catalogue;
    this.base = base;
  }

  @Override
  public Optional<WorkspaceDraft> read(YamlValue value) {
    return value.map(KEYS).map(this::read);
  }

  private WorkspaceDraft read(YamlMap map) {
    StateSection state = new StateSection(base);
    Guard guard = map.read("guard", new GuardSection(Guard.DEFAULT), Guard.DEFAULT);
    ConnectionSection connection = new ConnectionSection(catalogue, base);
    List<ConnectionDraft> connections =
        named(map, "connections", entry -> Optional.of(connection.read(entry)));
    DataflowSection dataflow = new DataflowSection(connections, guard);
    return new WorkspaceDraft(
        map.read("state", state, state.defaults()),
        connections,
        named(map, "dataflows", dataflow::read));
  }

  private static <T> List<T> named(
      YamlMap map, String key, Function<YamlMap.Entry, Optional<T>> reader) {
    String mend = "name at least one below " + key;
    Optional<YamlMap> all = map.require(key, mend).flatMap(YamlValue::entries);
    if (all.isPresent() && all.get().entries().isEmpty()) {
      all.get().place().mistake("there are no " + key, mend);
    }
    return all.stream()
        .flatMap(entries -> entries.entries().stream())
        .map(reader)
        .flatMap(Optional::stream)
        .toList();
  }
}
