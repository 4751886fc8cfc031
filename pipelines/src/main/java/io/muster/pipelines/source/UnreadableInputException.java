package io.muster.pipelines.source;

/** An input file that broke off or can't be read; the message names it and the mend. */
public final class UnreadableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
