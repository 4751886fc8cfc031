package io.muster.pipelines.workspace;

import java.util.List;

/** Adobe's soft limits of a dataflow (destination guardrails): more works, and is worth a word. */
final class GuardrailsRule implements Rule {
  static final int AUDIENCES = 250;
  static final int MAPPINGS = 50;

  @Override
  public void check(WorkspaceDraft workspace) {
    for (DataflowDraft dataflow : workspace.dataflows()) {
      warn(dataflow.audiences(), "audiences", AUDIENCES);
      warn(dataflow.mappings(), "mappings", MAPPINGS);
    }
  }

  private static <T> void warn(Located<List<T>> items, String what, int advised) {
    if (items.value().size() > advised) {
      items
          .place()
          .warning(
              items.value().size() + " " + what + " in one dataflow: " + advised + " are advised",
              "spread them over several dataflows");
    }
  }
}
