package io.muster.pipelines.run;

/** What a run does when another one writes where it is to write. */
public enum IfRunning {
  /** It ends at once as one that has nothing to do. */
  SKIP,
  /** It waits until the connections are free. */
  WAIT,
  /** It is refused. */
  FAIL
}
