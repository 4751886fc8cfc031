package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.vendor.TokenMint;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.util.Optional;

/** Tokens of an API key set (DB-AUTH). */
final class KeySetTokens implements TokenMint {

  /** 28,800 seconds (DB-TOKEN). */
  private static final Duration LIFETIME = Duration.ofHours(8);

  private final String endpoint;

  KeySetTokens(String endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public VendorRequest request(Auth auth, Secrets secrets) {
    if (!(auth instanceof Auth.ClientCredentials keySet)) {
      throw new IllegalArgumentException(
          "Demandbase mints tokens from a clientId and clientSecret");
    }
    String clientId = secrets.resolve(keySet.clientId());
    String clientSecret = secrets.resolve(keySet.clientSecret());
    Body body =
        Body.json(
            json -> {
              json.writeStartObject();
              json.writeStringField("grantType", "client_credentials");
              json.writeStringField("clientId", clientId);
              json.writeStringField("clientSecret", clientSecret);
              json.writeEndObject();
            });
    return VendorRequest.post("token", endpoint, body).with("Accept", "application/json");
  }

  @Override
  public Optional<Token> read(JsonNode body) {
    return TokenMint.read(body, "accessToken", "expiresIn", LIFETIME);
  }
}
