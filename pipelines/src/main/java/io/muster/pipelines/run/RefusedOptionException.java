package io.muster.pipelines.run;

/** An option that Beam knows, but with which a run would not keep what Muster promises. */
public final class RefusedOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Refuses it.
   *
   * @param message the option, the reason and the mend
   */
  public RefusedOptionException(String message) {
    super(message);
  }
}
