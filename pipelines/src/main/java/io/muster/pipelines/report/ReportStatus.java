package io.muster.pipelines.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a run stands, by its report. A report keeps the word, which may be one of a later version.
 */
public enum ReportStatus {
  COMPLETED("completed"),
  /** It goes on, or something is still pending or owed. */
  INCOMPLETE("incomplete"),
  FAILED("failed");

  private final String word;

  ReportStatus(String word) {
    this.word = word;
  }

  /** As {@link RunReport#status()} has it. */
  public String word() {
    return word;
  }

  /** The one of a word; empty when it is none that this version knows. */
  static Optional<ReportStatus> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
  }
}
