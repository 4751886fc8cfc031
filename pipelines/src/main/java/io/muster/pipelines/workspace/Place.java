package io.muster.pipelines.workspace;

import io.muster.pipelines.workspace.Problem.Severity;

/** A position in the file and the key that stands there; problems are reported at it. */
record Place(ProblemLog log, KeyPath path, int line, int column) {

  void mistake(String reason, String mend) {
    log.add(Severity.MISTAKE, line, column, path, reason, mend);
  }

  void warning(String reason, String mend) {
    log.add(Severity.WARNING, line, column, path, reason, mend);
  }

  /** The place of a key that ought to stand below this one. */
  Place child(String key) {
    return new Place(log, path.child(key), line, column);
  }
}
