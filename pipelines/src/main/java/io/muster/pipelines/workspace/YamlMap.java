package io.muster.pipelines.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A map of the file. A key that appears twice has been reported; its first value holds. */
final class YamlMap {
  private final Place place;
  private final Map<String, Entry> entries;

  /**
   * A key and its value.
   *
   * @param keyPlace where the key itself stands
   */
  record Entry(String key, Place keyPlace, YamlValue value) {}

  private YamlMap(Place place, Map<String, Entry> entries) {
    this.place = place;
    this.entries = entries;
  }

  static YamlMap of(MappingNode node, Place place) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        YamlValue.placeOf(keyNode, place.path(), place.log())
            .mistake("a key must be one word", "write key: value");
        continue;
      }
      String key = scalar.getValue();
      KeyPath path = place.path().child(key);
      Place keyPlace = YamlValue.placeOf(keyNode, path, place.log());
      Entry first = entries.get(key);
      if (first != null) {
        keyPlace.mistake(
            "the key stands twice, first in line " + first.keyPlace().line(), "keep one of them");
        continue;
      }
      YamlValue value = YamlValue.ofKey(keyNode, tuple.getValueNode(), path, place.log());
      entries.put(key, new Entry(key, keyPlace, value));
    }
    return new YamlMap(place, entries);
  }

  YamlMap refuseAllBut(List<String> knownKeys) {
    for (Entry entry : entries.values()) {
      if (entry.key().equals("<<")) {
        entry
            .keyPlace()
            .mistake(
                "merge keys are not read",
                "write the keys out, or use an alias (*) for a whole value");
      } else if (!knownKeys.contains(entry.key())) {
        entry
            .keyPlace()
            .mistake(
                "unknown key " + Quoted.of(entry.key()), Suggestion.mend(entry.key(), knownKeys));
      }
    }
    return this;
  }

  Place place() {
    return place;
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Optional<YamlValue> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** What a key holds; nothing, after a mistake, when it isn't there. */
  Optional<YamlValue> require(String key, String mend) {
    Optional<YamlValue> value = get(key);
    if (value.isEmpty()) {
      place.child(key).mistake(key + " is missing", mend);
    }
    return value;
  }

  /** What a key holds, or the default where it is missing or wrong; wrong has been reported. */
  <T> T read(String key, ValueReader<T> reader, T orElse) {
    return get(key).flatMap(reader::read).orElse(orElse);
  }

  /** What a key holds and where. */
  <T> Optional<Located<T>> locate(String key, ValueReader<T> reader) {
    return get(key)
        .flatMap(value -> reader.read(value).map(read -> new Located<>(read, value.place())));
  }

  /** What a key must hold and where. */
  <T> Optional<Located<T>> requireLocated(String key, ValueReader<T> reader, String mend) {
    return require(key, mend)
        .flatMap(value -> reader.read(value).map(read -> new Located<>(read, value.place())));
  }
}
