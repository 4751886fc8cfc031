package io.muster.flink.cluster;

/** What Flink calls a job's status. */
public enum JobState {
  INITIALIZING,
  CREATED,
  RUNNING,
  FAILING,
  FAILED,
  CANCELLING,
  CANCELED,
  FINISHED,
  RESTARTING,
  SUSPENDED,
  RECONCILING;

  /** Whether nothing comes after it. */
  public boolean isEnd() {
    return this == FAILED || this == CANCELED || this == FINISHED;
  }
}
