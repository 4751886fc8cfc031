package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.destination.TargetField;
import io.muster.destination.TargetField.Need;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Targets are the destination's own, none twice, every mandatory one there. */
final class TargetsRule implements Rule {

  @Override
  public void check(WorkspaceDraft workspace) {
    workspace.dataflows().forEach(TargetsRule::check);
  }

  private static void check(DataflowDraft dataflow) {
    List<Located<String>> targets =
        dataflow.mappings().value().stream().flatMap(draft -> draft.target().stream()).toList();
    refuseRepeats(targets);
    dataflow
        .spec()
        .ifPresent(
            spec -> {
              Set<String> meant = refuseUnknown(targets, spec);
              if (!targets.isEmpty()) {
                wantMapped(spec, meant, dataflow.mappings().place());
              }
            });
  }

  private static void refuseRepeats(List<Located<String>> targets) {
    Map<String, Integer> lines = new HashMap<>();
    for (Located<String> target : targets) {
      Integer first = lines.putIfAbsent(target.value(), target.place().line());
      if (first != null) {
        target
            .place()
            .mistake(
                "duplicate target " + Quoted.of(target.value()) + ", first in line " + first,
                "keep one of the two mappings");
      }
    }
  }

  /** The targets that are mapped, a misspelt one counted as what it seems to mean. */
  private static Set<String> refuseUnknown(List<Located<String>> targets, DestinationSpec spec) {
    List<String> known = spec.targets().stream().map(TargetField::name).toList();
    Set<String> meant = new HashSet<>();
    for (Located<String> target : targets) {
      if (known.contains(target.value())) {
        meant.add(target.value());
      } else {
        target
            .place()
            .mistake(
                "unknown target " + Quoted.of(target.value()),
                Suggestion.mend(target.value(), known));
        Suggestion.nearest(target.value(), known).ifPresent(meant::add);
      }
    }
    return meant;
  }

  private static void wantMapped(DestinationSpec spec, Set<String> mapped, Place mappings) {
    for (TargetField field : spec.targets()) {
      if (mapped.contains(field.name())) {
        continue;
      }
      if (field.need() == Need.MANDATORY) {
        mappings.mistake(
            "the mandatory target " + field.name() + " of " + spec.name() + " is not mapped",
            "add { source: ..., target: \"" + field.name() + "\" }");
      } else if (field.need() == Need.RECOMMENDED) {
        mappings.warning(
            "the recommended target " + field.name() + " of " + spec.name() + " is not mapped",
            "map it where profiles have it: the vendor matches more with it");
      }
    }
  }
}
