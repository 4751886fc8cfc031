package io.muster.pipelines.run;

/** A run that could not start or failed; the message is for the user and says the mend. */
public final class RunException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public RunException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
