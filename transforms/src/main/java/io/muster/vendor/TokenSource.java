package io.muster.vendor;

import java.util.Optional;

/** Gives a connection's bearer token. Safe for use by several threads. */
interface TokenSource {

  /** The token to use now. */
  Grant current();

  /** Another token, because the vendor refused this one; empty when there is no other to be had. */
  Optional<Grant> insteadOf(Bearer refused);

  /** Forgets a token that was got instead of another and was refused too, unless it is replaced. */
  void forget(Bearer refused);

  /** When the token in use and what it is minted from end; answers at once. */
  default CredentialLife life() {
    return CredentialLife.UNKNOWN;
  }

  /** A token or the reason that there is none. */
  sealed interface Grant {}

  /** A token. */
  record Bearer(String value) implements Grant {
    /** Says nothing of the value. */
    @Override
    public String toString() {
      return "a bearer token";
    }
  }

  /** No token; the failure stands for the call that needed it. */
  record None(Exchange failure) implements Grant {}

  /** The value as a bearer token, if it can be one: anything else would break the header. */
  static Grant bearer(String value) {
    boolean wellFormed = !value.isEmpty() && value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    return wellFormed
        ? new Bearer(value)
        : new None(
            new Exchange.NoCredential(
                "the token has blanks or characters that no bearer token has: check the"
                    + " credential"));
  }
}
