package io.muster.pipelines.run;

import io.muster.pipelines.report.RunReport;

/** Is told how a run gets on. Called from the run's own threads. */
public interface RunListener {

  /** A line for people: a list is refused, a connection is stopped, a retry is far away. */
  void notice(String line);

  /** The numbers so far; at most once a second, and at least every few seconds. */
  void progress(RunReport soFar);
}
