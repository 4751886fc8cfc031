package io.muster.pipelines.sink;

import io.muster.pipelines.report.RunReport;
import java.io.Serializable;

/** What is done, beside its report, when a run has ended where its work is done. */
@FunctionalInterface
public interface RunEnding extends Serializable {

  /**
   * The run has ended.
   *
   * @param report with its end; it is written already
   * @throws RuntimeException when it could not be done; the run has ended all the same
   */
  void ended(RunReport report);

  /** Nothing: the launcher is there and does it. */
  static RunEnding none() {
    return report -> {};
  }
}
