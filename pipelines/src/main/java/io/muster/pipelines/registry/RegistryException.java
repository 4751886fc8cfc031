package io.muster.pipelines.registry;

/**
 * The registry can't be used. The message is {@code where: reason; mend} and never holds a
 * password.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String mend;
  private final boolean setUp;

  RegistryException(String where, String reason, String mend, Throwable cause) {
    this(where, reason, mend, false, cause);
  }

  RegistryException(String where, String reason, String mend) {
    this(where, reason, mend, null);
  }

  private RegistryException(
      String where, String reason, String mend, boolean setUp, Throwable cause) {
    super(where + ": " + reason + "; " + mend, cause);
    this.reason = reason;
    this.mend = mend;
    this.setUp = setUp;
  }

  /** One that says how the registry is set up: it stays until somebody mends that. */
  static RegistryException ofSetUp(String where, String reason, String mend, Throwable cause) {
    return new RegistryException(where, reason, mend, true, cause);
  }

  static RegistryException ofSetUp(String where, String reason, String mend) {
    return ofSetUp(where, reason, mend, null);
  }

  /** What is wrong. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String mend() {
    return mend;
  }

  /**
   * Whether it is set up wrong, so that to try again later changes nothing; else it failed, and may
   * be well again.
   */
  public boolean isOfSetUp() {
    return setUp;
  }
}
