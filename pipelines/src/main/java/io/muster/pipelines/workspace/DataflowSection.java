package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.destination.TargetField;
import io.muster.workspace.Guard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code dataflows.NAME}: audiences activated through one connection with one set of mappings. */
final class DataflowSection {
  static final List<String> KEYS = List.of("connection", "description", "audiences", "mappings");

  private final Map<String, ConnectionDraft> connections = new LinkedHashMap<>();
  private final AudienceSection audience;

  DataflowSection(List<ConnectionDraft> connections, Guard guard) {
    connections.forEach(connection -> this.connections.put(connection.name(), connection));
    this.audience = new AudienceSection(guard);
  }

  Optional<DataflowDraft> read(YamlMap.Entry entry) {
    String name = Name.check(entry.key(), entry.keyPlace()).orElse(entry.key());
    return entry.value().map(KEYS).map(map -> read(name, entry.keyPlace(), map));
  }

  private DataflowDraft read(String name, Place place, YamlMap map) {
    Optional<ConnectionDraft> connection =
        map.requireLocated("connection", Name.READER, "name one of connections")
            .flatMap(this::connection);
    return new DataflowDraft(
        name,
        place,
        connection,
        map.read("description", FreeText.READER, ""),
        items(map, "audiences", audience, "list at least one { id, name }"),
        items(map, "mappings", MappingSection.READER, mappingsMend(connection)));
  }

  private Optional<ConnectionDraft> connection(Located<String> given) {
    ConnectionDraft known = connections.get(given.value());
    if (known != null) {
      return Optional.of(known);
    }
    given
        .place()
        .mistake(
            "unknown connection " + Quoted.of(given.value()),
            Suggestion.mend(given.value(), connections.keySet()));
    return Suggestion.slipOf(given.value(), connections.keySet()).map(connections::get);
  }

  private static <T> Located<List<T>> items(
      YamlMap map, String key, ValueReader<T> reader, String mend) {
    List<T> items = new ArrayList<>();
    Optional<YamlValue> value = map.require(key, mend);
    value
        .flatMap(YamlValue::items)
        .ifPresent(
            all -> {
              if (all.isEmpty()) {
                value.get().place().mistake("the list of " + key + " is empty", mend);
              }
              all.forEach(item -> reader.read(item).ifPresent(items::add));
            });
    return new Located<>(items, value.map(YamlValue::place).orElse(map.place().child(key)));
  }

  private static String mappingsMend(Optional<ConnectionDraft> connection) {
    return connection
        .flatMap(ConnectionDraft::spec)
        .map(DataflowSection::mandatoryTargets)
        .map(targets -> "map " + targets)
        .orElse("list the destination's mandatory targets, each as { source, target }");
  }

  private static String mandatoryTargets(DestinationSpec spec) {
    return spec.targets().stream()
        .filter(target -> target.need() == TargetField.Need.MANDATORY)
        .map(TargetField::name)
        .collect(Collectors.joining(", "));
  }
}
