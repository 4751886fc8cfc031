package io.muster.pipelines.workspace;

import java.util.HashMap;
import java.util.Map;

/** A dataflow activates an audience once. */
final class AudienceIdsRule implements Rule {

  @Override
  public void check(WorkspaceDraft workspace) {
    for (DataflowDraft dataflow : workspace.dataflows()) {
      Map<String, Integer> lines = new HashMap<>();
      for (AudienceDraft audience : dataflow.audiences().value()) {
        audience
            .id()
            .ifPresent(
                id -> {
                  Integer first = lines.putIfAbsent(id.value(), id.place().line());
                  if (first != null) {
                    id.place()
                        .mistake(
                            "the audience is in this dataflow twice, first in line " + first,
                            "keep one of the two");
                  }
                });
      }
    }
  }
}
