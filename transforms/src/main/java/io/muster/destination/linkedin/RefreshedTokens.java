package io.muster.destination.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.vendor.TokenMint;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens from a refresh token, which itself ends 365 days after the consent (LI-REF,
 * SEGMENT).
 */
final class RefreshedTokens implements TokenMint {

  /** LI-REF. */
  private static final Duration LIFETIME = Duration.ofDays(60);

  private final String endpoint;

  RefreshedTokens(String endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public VendorRequest request(Auth auth, Secrets secrets) {
    if (!(auth instanceof Auth.RefreshToken refresh)) {
      throw new IllegalArgumentException(
          "LinkedIn mints tokens from a clientId, clientSecret and refreshToken");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", secrets.resolve(refresh.refreshToken()));
    form.put("client_id", secrets.resolve(refresh.clientId()));
    form.put("client_secret", secrets.resolve(refresh.clientSecret()));
    return VendorRequest.post("token", endpoint, Body.form(form));
  }

  @Override
  public Optional<Token> read(JsonNode body) {
    return TokenMint.read(body, "access_token", "expires_in", LIFETIME)
        .map(token -> token.withCredential(body, "refresh_token", "refresh_token_expires_in"));
  }
}
