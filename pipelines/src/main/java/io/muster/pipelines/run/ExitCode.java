package io.muster.pipelines.run;

/** What a process's exit code tells a scheduler. */
public enum ExitCode {
  /** All delivered, an empty input too. */
  DELIVERED(0),
  /** The run failed. */
  FAILED(1),
  /** Wrong usage or workspace, missing input, unknown audience: nothing was sent. */
  USAGE(2),
  /** Ended, but something was malformed, excluded or failed: it is in the dead letters. */
  DEAD_LETTERS(3),
  /** Another run writes there, or an audience's name is somebody else's. */
  REFUSED(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
