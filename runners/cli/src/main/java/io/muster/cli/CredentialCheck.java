package io.muster.cli;

/**
 * Whether a connection's credential works.
 *
 * @param words what the vendor said, or how it could not be asked; never a credential
 */
record CredentialCheck(String connection, String destination, boolean works, String words) {

  @Override
  public String toString() {
    return "%s (%s): %s%s"
        .formatted(
            connection,
            destination,
            works ? "the credential works" : "FAILED",
            works || words.isBlank() ? "" : ": " + words);
  }
}
