package io.muster.mapping;

import io.muster.destination.DestinationSpec;
import io.muster.destination.TargetField;
import io.muster.format.Format;
import io.muster.format.FormatRule;
import io.muster.parse.ParsePlan;
import io.muster.parse.ProfileChange;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Mapping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Applies one dataflow's mappings to profile changes. Not thread-safe. */
final class MemberMapper {

  private final String dataflow;
  private final List<MappedField> fields = new ArrayList<>();
  private final List<MappedField> keyFields;
  private final List<String> memberKey;

  /**
   * A mapper of a checked dataflow.
   *
   * @throws IllegalArgumentException if the destination has no such target, or the plan does not
   *     read one of the sources
   */
  MemberMapper(Dataflow dataflow, DestinationSpec destination, ParsePlan plan) {
    this.dataflow = dataflow.name();
    this.memberKey = destination.memberKey();
    Map<Format, FormatRule> rules = new EnumMap<>(Format.class);
    for (Mapping mapping : dataflow.mappings()) {
      TargetField target =
          destination
              .target(mapping.target())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          destination.name() + " has no target " + mapping.target()));
      MappedField field =
          new MappedField(
              plan.indexOf(mapping.source()),
              mapping.source(),
              target,
              rules.computeIfAbsent(target.format(), FormatRule::of));
      // A value that is neither sent nor asked for may be anything.
      if (target.sent() || field.isRequired() || memberKey.contains(target.name())) {
        fields.add(field);
      }
    }
    this.keyFields =
        memberKey.stream()
            .map(
                name ->
                    fields.stream()
                        .filter(field -> field.target().name().equals(name))
                        .findFirst()
                        .orElse(null))
            .filter(Objects::nonNull)
            .toList();
  }

  /**
   * A record, to be mapped for each of the dataflow's audiences that it names: its values are
   * normalised once.
   */
  MappedRecord forRecord(ProfileChange change) {
    return new MappedRecord(dataflow, fields, keyFields, memberKey, change);
  }
}
