package io.muster.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.util.Optional;

/** How one vendor mints bearer tokens. */
public interface TokenMint {

  /**
   * The request that asks for a token; it takes nothing out of the budget.
   *
   * @param auth the connection's credential, never an {@link Auth.StaticToken}
   * @param secrets reads what the credential refers to
   * @throws Secrets.UnreadableSecretException when it cannot be read
   * @throws IllegalArgumentException for a credential of a shape that the vendor does not take
   */
  VendorRequest request(Auth auth, Secrets secrets);

  /** The token in the body of a 200; empty when it cannot be understood. */
  Optional<Token> read(JsonNode body);

  /**
   * Reads a token by its member names.
   *
   * @param lifetime what the vendor documents, for an answer that doesn't say
   */
  static Optional<Token> read(
      JsonNode body, String tokenName, String lifetimeName, Duration lifetime) {
    String value = body.path(tokenName).asText("");
    JsonNode seconds = body.path(lifetimeName);
    Duration valid =
        seconds.canConvertToLong() ? Duration.ofSeconds(Math.max(0, seconds.asLong())) : lifetime;
    return value.isBlank() ? Optional.empty() : Optional.of(new Token(value, valid));
  }

  /**
   * A minted token.
   *
   * @param lifetime how long it is good for, from now
   */
  record Token(String value, Duration lifetime) {
    /** Says nothing of the value. */
    @Override
    public String toString() {
      return "a token for " + lifetime;
    }
  }
}
