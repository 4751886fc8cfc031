package io.muster.pipelines.workspace;

/** Something that must hold between several places of a workspace. */
@FunctionalInterface
interface Rule {

  /** Reports what does not hold, at the place to mend. */
  void check(WorkspaceDraft workspace);
}
