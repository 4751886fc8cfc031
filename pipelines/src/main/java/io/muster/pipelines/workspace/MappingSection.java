package io.muster.pipelines.workspace;

import java.util.List;
import java.util.Optional;

/** {@code mappings[i]: { source, target }}. */
final class MappingSection implements ValueReader<MappingDraft> {
  static final List<String> KEYS = List.of("source", "target");
  static final MappingSection READER = new MappingSection();

  private MappingSection() {}

  @Override
  public Optional<MappingDraft> read(YamlValue value) {
    return value
        .map(KEYS)
        .map(
            map ->
                new MappingDraft(
                    map.require("source", "write an XDM path such as accountName")
                        .flatMap(SourceText.READER::read),
                    map.requireLocated(
                        "target", Name.READER, "write one of the destination's targets")));
  }
}
