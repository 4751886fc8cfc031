package io.muster.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.vendor.Exchange.NoCredential;
import io.muster.vendor.Exchange.NoReply;
import io.muster.vendor.Exchange.Reply;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tokens minted from a longer-lived credential, kept until shortly before they end. One caller
 * renews, the others wait for it.
 */
final class MintedTokens implements TokenSource {

  /** docs/vendors.md: Demandbase asks for renewal within 15 minutes of the end (DB-TOKEN). */
  private static final Duration MOST_MARGIN = Duration.ofMinutes(15);

  private final Auth auth;
  private final TokenMint mint;
  private final Secrets secrets;
  private final HttpWire wire;
  private final Clock clock;
  private final CredentialWatch watch;

  private Optional<Held> held = Optional.empty();

  /** Apart from the rest, so that who looks at it never waits for a token endpoint. */
  private volatile CredentialLife life = CredentialLife.UNKNOWN;

  /** A token, when to renew it and when it ends. */
  private record Held(Bearer bearer, Instant renewAt, Instant endsAt) {}

  MintedTokens(
      Auth auth,
      TokenMint mint,
      Secrets secrets,
      HttpWire wire,
      Clock clock,
      CredentialWatch watch) {
    this.auth = auth;
    this.mint = mint;
    this.secrets = secrets;
    this.wire = wire;
    this.clock = clock;
    this.watch = watch;
  }

  @Override
  public synchronized Grant current() {
    Instant now = clock.instant();
    if (held.isPresent() && now.isBefore(held.get().renewAt()) && !watch.isDue()) {
      return held.get().bearer();
    }
    Grant renewed = mint();
    watch.looked();
    // While the old one lasts, a token endpoint that is down stops nothing.
    if (renewed instanceof None && held.isPresent() && now.isBefore(held.get().endsAt())) {
      return held.get().bearer();
    }
    return renewed;
  }

  @Override
  public synchronized Optional<Grant> insteadOf(Bearer refused) {
    // Another caller may have renewed it since.
    if (held.isPresent() && !held.get().bearer().equals(refused)) {
      return Optional.of(current());
    }
    held = Optional.empty();
    return Optional.of(mint());
  }

  @Override
  public synchronized void forget(Bearer refused) {
    held = held.filter(token -> !token.bearer().equals(refused));
  }

  @Override
  public CredentialLife life() {
    return life;
  }

  private Grant mint() {
    List<String> used = new ArrayList<>();
    VendorRequest request;
    try {
      request =
          mint.request(
              auth,
              reference -> {
                String value = secrets.resolve(reference);
                used.add(value);
                return value;
              });
    } catch (Secrets.UnreadableSecretException e) {
      return new None(new NoCredential(e.getMessage()));
    }
    Exchange exchange = wire.send(request, Optional.empty());
    if (exchange instanceof Reply reply) {
      return read(reply, used);
    }
    if (exchange instanceof NoReply none) {
      // The call that needs the token was not made, whatever became of this one.
      return new None(new NoReply("no token: " + none.words(), false, none.after()));
    }
    return new None(exchange);
  }

  private Grant read(Reply reply, List<String> used) {
    int status = reply.status();
    // 201 is what some frameworks say to any POST; the token is in the body or it isn't.
    if (status == 200 || status == 201) {
      Optional<TokenMint.Token> token = reply.json().flatMap(mint::read);
      token.ifPresent(minted -> watch.minted(minted, used));
      return token
          .map(this::hold)
          .orElseGet(() -> unavailable(reply, " with a body that cannot be understood"));
    }
    if (isNoAnswer(status)) {
      return unavailable(reply, why(reply.without(used)));
    }
    return new None(
        new NoCredential(
            "the token endpoint refused the credential with HTTP "
                + status
                + says(reply.without(used))
                + ": renew the credential"
                + (isOfNoSuchPlace(status) ? ", or mend the connection's tokenEndpoint" : "")));
  }

  /** Whatever says nothing of the credential (docs/vendors.md, "Any vendor's other answers"). */
  private static boolean isNoAnswer(int status) {
    return switch (status) {
      case 407, 408, 421, 423, 425, 429 -> true;
      default -> status < 400 || status >= 500;
    };
  }

  private static boolean isOfNoSuchPlace(int status) {
    return status == 404 || status == 405 || status == 410;
  }

  private static String why(Reply reply) {
    return reply
        .redirectsTo()
        .map(
            to ->
                ", a redirect to "
                    + to
                    + ", which is not followed: set the connection's tokenEndpoint to where it is")
        .orElseGet(() -> says(reply));
  }

  private Grant hold(TokenMint.Token token) {
    Grant grant = TokenSource.bearer(token.value());
    if (grant instanceof Bearer bearer) {
      Duration tenth = token.lifetime().dividedBy(10);
      Duration margin = tenth.compareTo(MOST_MARGIN) < 0 ? tenth : MOST_MARGIN;
      Instant end = clock.instant().plus(token.lifetime());
      held = Optional.of(new Held(bearer, end.minus(margin), end));
      life =
          new CredentialLife(
              Optional.of(end), token.credentialLifetime().map(clock.instant()::plus));
    }
    return grant;
  }

  private static Grant unavailable(Reply reply, String how) {
    String words = "no token: the token endpoint answered HTTP " + reply.status() + how;
    return new None(new NoReply(words, false, reply.retryAfter()));
  }

  /** The fields in which OAuth 2 (RFC 6749, 5.2) and the vendors name their reason. */
  private static String says(Reply reply) {
    Optional<JsonNode> body = reply.json();
    String words =
        body.stream()
            .flatMap(
                node ->
                    Stream.of("error", "error_description", "message")
                        .map(name -> node.path(name).asText("")))
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "" : " (" + words + ")";
  }
}
