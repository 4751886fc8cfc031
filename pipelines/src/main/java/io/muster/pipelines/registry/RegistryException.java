package io.muster.pipelines.registry;

/**
 * The registry can't be used. The message is {@code where: reason; mend} and never holds a
 * password.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryException(String where, String reason, String mend, Throwable cause) {
    super(where + ": " + reason + "; " + mend, cause);
  }

  RegistryException(String where, String reason, String mend) {
    this(where, reason, mend, null);
  }
}
