package io.muster.pipelines.workspace;

import io.muster.workspace.Guard;
import java.util.List;
import java.util.Optional;

/**
 * {@code audiences[i]}: a segment activated as one vendor list.
 *
 * @param guard the workspace's, which an audience may override key by key
 */
record AudienceSection(Guard guard) implements ValueReader<AudienceDraft> {
  static final List<String> KEYS =
      List.of("id", "name", "origin", "start", "end", "adopt", "guard");

  @Override
  public Optional<AudienceDraft> read(YamlValue value) {
    return value.map(KEYS).map(this::read);
  }

  private AudienceDraft read(YamlMap map) {
    map.get("origin").ifPresent(Origin.READER::read);
    return new AudienceDraft(
        map.requireLocated("id", Name.READER, "write the segment's id"),
        map.requireLocated("name", Name.READER, "write the vendor list's name"),
        map.locate("start", Moment.START),
        map.locate("end", Moment.END),
        map.read("adopt", Flag.READER, false),
        map.read("guard", new GuardSection(guard), guard));
  }
}
