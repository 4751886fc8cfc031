package io.muster.destination.bombora;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.vendor.TokenMint;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.util.Optional;

/** Tokens of an app's key and secret (BO-AUTH). */
final class ClientTokens implements TokenMint {

  /** 86,400 seconds (BO-AUTH). */
  private static final Duration LIFETIME = Duration.ofHours(24);

  private final String endpoint;

  ClientTokens(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Without a {@code grant_type}, which the spec doesn't have. */
  @Override
  public VendorRequest request(Auth auth, Secrets secrets) {
    if (!(auth instanceof Auth.ClientCredentials app)) {
      throw new IllegalArgumentException("Bombora mints tokens from a clientId and clientSecret");
    }
    String clientId = secrets.resolve(app.clientId());
    String clientSecret = secrets.resolve(app.clientSecret());
    Body body =
        Body.json(
            json -> {
              json.writeStartObject();
              json.writeStringField("client_id", clientId);
              json.writeStringField("client_secret", clientSecret);
              json.writeEndObject();
            });
    return VendorRequest.post("token", endpoint, body).with("Accept", "application/json");
  }

  /** The schema has the fields at the top, its example in {@code value} (BO-AUTH). */
  @Override
  public Optional<Token> read(JsonNode body) {
    JsonNode fields = body.path("value").isObject() ? body.path("value") : body;
    return TokenMint.read(fields, "access_token", "expires_in", LIFETIME);
  }
}
