package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code options}: what only this destination knows.
 *
 * @param spec nothing where the destination is unknown: then any option may be right
 */
record OptionsSection(Optional<DestinationSpec> spec) implements ValueReader<Map<String, String>> {

  Map<String, String> defaults() {
    return spec.map(DestinationSpec::options).orElse(Map.of());
  }

  @Override
  public Optional<Map<String, String>> read(YamlValue value) {
    return value.entries().map(this::read);
  }

  private Map<String, String> read(YamlMap map) {
    Map<String, String> options = new HashMap<>(defaults());
    for (YamlMap.Entry entry : map.entries()) {
      if (spec.isPresent() && !defaults().containsKey(entry.key())) {
        refuse(entry, spec.get());
      } else {
        new VendorValue(spec, entry.key())
            .read(entry.value())
            .ifPresent(text -> options.put(entry.key(), text));
      }
    }
    return options;
  }

  private static void refuse(YamlMap.Entry entry, DestinationSpec spec) {
    List<String> known = spec.options().keySet().stream().sorted().toList();
    entry
        .keyPlace()
        .mistake(
            "unknown option " + Quoted.of(entry.key()) + " of " + spec.name(),
            Suggestion.mend(entry.key(), known));
  }
}
