package io.muster.pipelines.run;

/** A run that could not start or failed; the message is for the user and says the mend. */
public final class RunException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** One that nothing else has caused. */
  public RunException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** One with what has caused it, which only {@code --verbose} shows. */
  public RunException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
