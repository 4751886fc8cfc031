package io.muster.vendor;

import io.muster.workspace.Connection;
import java.time.Clock;

/**
 * Sends one connection's requests, each within its budget and with its credential. Never repeats
 * one, but for a second try with a new token after a 401, and never follows a redirect. Safe for
 * use by several threads where the {@link CallBudget} is.
 */
@FunctionalInterface
public interface VendorHttp {

  /**
   * Sends a request and reads the answer to its end. A second 401 comes back as the {@link
   * Exchange.Reply} that it is.
   */
  Exchange call(VendorRequest request);

  /** Opens conversations; {@link VendorHttpClient#within} gives one. */
  interface Factory {

    /**
     * Makes no call and reads no secret.
     *
     * @param mint how tokens are minted, for a connection whose credential is not itself one
     */
    VendorHttp open(Connection connection, TokenMint mint);

    /** Tells how old what a conversation remembers is. */
    Clock clock();
  }
}
