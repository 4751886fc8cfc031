package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The destinations that a workspace may name. */
final class Catalogue {
  private final Map<String, DestinationSpec> byName = new LinkedHashMap<>();

  Catalogue(Collection<DestinationSpec> destinations) {
    destinations.forEach(spec -> byName.put(spec.name(), spec));
  }

  Optional<DestinationSpec> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Set<String> names() {
    return byName.keySet();
  }
}
