package io.muster.sandbox.vendor;

import java.util.Objects;

/**
 * A credential that a vendor simulator accepts. An empty string means that the credential has no
 * such part.
 *
 * @param account whose it is: Demandbase's tenant, LinkedIn's member, Bombora's customer; rates are
 *     counted for it
 * @param token static bearer token
 * @param clientId client id of the token endpoint
 * @param clientSecret client secret of the token endpoint
 * @param refreshToken refresh token (LinkedIn only)
 */
public record Credential(
    String account, String token, String clientId, String clientSecret, String refreshToken) {

  public Credential {
    account = Objects.requireNonNullElse(account, "sandbox");
    token = Objects.requireNonNullElse(token, "");
    clientId = Objects.requireNonNullElse(clientId, "");
    clientSecret = Objects.requireNonNullElse(clientSecret, "");
    refreshToken = Objects.requireNonNullElse(refreshToken, "");
  }

  boolean hasToken(String value) {
    return !token.isEmpty() && token.equals(value);
  }

  boolean hasClient(String id, String secret) {
    return !clientId.isEmpty() && clientId.equals(id) && clientSecret.equals(secret);
  }

  /** Shows whose it is, never the secrets. */
  @Override
  public String toString() {
    return "Credential[account=" + account + "]";
  }
}
