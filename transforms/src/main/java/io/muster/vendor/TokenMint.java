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
   * @param lifetime what the vendor documents, for an answer that doesn't say; a lifetime that is
   *     over says nothing either, or each call would mint a token
   */
  static Optional<Token> read(
      JsonNode body, String tokenName, String lifetimeName, Duration lifetime) {
    String value = body.path(tokenName).asText("");
    Duration valid = seconds(body, lifetimeName).filter(said -> !said.isZero()).orElse(lifetime);
    return value.isBlank() ? Optional.empty() : Optional.of(new Token(value, valid));
  }

  /** A number of seconds, which some servers write as text; not less than none. */
  private static Optional<Duration> seconds(JsonNode body, String name) {
    JsonNode said = body.path(name);
    String digits = said.asText("").strip();
    if (said.isTextual() && digits.matches("[0-9]{1,18}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(digits)));
    }
    return said.canConvertToLong()
        ? Optional.of(Duration.ofSeconds(Math.max(0, said.asLong())))
        : Optional.empty();
  }

  /**
   * A minted token.
   *
   * @param lifetime how long it is good for, from now; ten years where it is longer, likewise the
   *     credential's
   * @param credential the longer-lived credential as the vendor would have it used from now on;
   *     empty where the answer shows none
   * @param credentialLifetime how long that credential lasts, from now; empty where the answer
   *     doesn't say
   */
  record Token(
      String value,
      Duration lifetime,
      Optional<String> credential,
      Optional<Duration> credentialLifetime) {

    /** A lifetime beyond this says no more than "long", and would overflow a calendar. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    public Token {
      lifetime = bounded(lifetime);
      credentialLifetime = credentialLifetime.map(Token::bounded);
    }

    /** A token of whose credential nothing is said. */
    public Token(String value, Duration lifetime) {
      this(value, lifetime, Optional.empty(), Optional.empty());
    }

    /** The same token, with what the answer says of its credential by these member names. */
    public Token withCredential(JsonNode body, String name, String lifetimeName) {
      String shown = body.path(name).asText("");
      return new Token(
          value,
          lifetime,
          Optional.of(shown).filter(text -> !text.isBlank()),
          seconds(body, lifetimeName));
    }

    private static Duration bounded(Duration lifetime) {
      return lifetime.compareTo(LONGEST) < 0 ? lifetime : LONGEST;
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
      return "a token for " + lifetime;
    }
  }
}
