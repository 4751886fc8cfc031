package io.muster.sandbox.vendor;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The bearer tokens of one vendor: static ones from configuration, and minted ones that expire. */
public final class Tokens {

  /** Whether a call may go on. */
  public sealed interface Access permits Granted, Denied {}

  /** The token is good. */
  public record Granted(String account) implements Access {}

  /** The token is not. */
  public record Denied(Reason reason) implements Access {}

  /** Why a token is refused. */
  public enum Reason {
    MISSING,
    UNKNOWN,
    EXPIRED,
    REVOKED
  }

  private record Minted(String account, String clientId, Instant at, Instant expiresAt) {}

  private final Clock clock;
  private final Supplier<List<Credential>> credentials;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Minted> minted = new HashMap<>();
  private final Set<String> endedEarly = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, Credential> rotated = new HashMap<>();
  private Optional<Instant> revokedUntil = Optional.empty();

  public Tokens(Clock clock, Supplier<List<Credential>> credentials) {
    this.clock = clock;
    this.credentials = credentials;
  }

  /** The credential of a client id and secret, unless it is wrong or revoked. */
  public synchronized Optional<Credential> client(String id, String secret) {
    return isRevoked()
        ? Optional.empty()
        : credentials.get().stream().filter(c -> c.hasClient(id, secret)).findFirst();
  }

  /** A new random token; when the client then has more than {@code active}, its oldest ends. */
  public synchronized String mint(Credential credential, Duration lifetime, int active) {
    String token = random();
    Instant now = clock.instant();
    minted.put(
        token, new Minted(credential.account(), credential.clientId(), now, now.plus(lifetime)));
    List<String> alive =
        minted.entrySet().stream()
            .filter(e -> e.getValue().clientId().equals(credential.clientId()))
            .filter(e -> isAlive(e.getKey(), e.getValue(), now))
            .sorted(Map.Entry.comparingByValue((a, b) -> a.at().compareTo(b.at())))
            .map(Map.Entry::getKey)
            .filter(other -> !other.equals(token))
            .toList();
    alive.stream().limit(Math.max(0, alive.size() + 1 - active)).forEach(endedEarly::add);
    return token;
  }

  private String random() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Judges an Authorization header and notes what a correct client would not have sent. */
  public synchronized Access check(Optional<String> authorization, CallNotes notes) {
    if (authorization.isEmpty() || !authorization.get().regionMatches(true, 0, "Bearer ", 0, 7)) {
      notes.breach(Rule.MISSING_AUTHORIZATION, "no Authorization: Bearer header");
      return new Denied(Reason.MISSING);
    }
    String token = authorization.get().substring(7).trim();
    Access access = judge(token);
    if (access instanceof Granted granted) {
      notes.account(granted.account());
      return access;
    }
    Reason reason = ((Denied) access).reason();
    boolean toldBefore = !refused.add(token);
    if (reason == Reason.UNKNOWN) {
      notes.breach(Rule.UNKNOWN_TOKEN, "a token that this vendor never issued");
    } else if (toldBefore) {
      notes.breach(Rule.TOKEN_USED_AFTER_401, "a token that was refused before");
    } else if (reason == Reason.EXPIRED && !endedEarly.contains(token)) {
      notes.breach(Rule.EXPIRED_TOKEN, "a token past the lifetime it was issued with");
    }
    return access;
  }

  private Access judge(String token) {
    Minted known = minted.get(token);
    if (known == null) {
      return credentials.get().stream()
          .filter(c -> c.hasToken(token))
          .findFirst()
          .<Access>map(c -> isRevoked() ? new Denied(Reason.REVOKED) : new Granted(c.account()))
          .orElse(new Denied(Reason.UNKNOWN));
    }
    if (isRevoked()) {
      return new Denied(Reason.REVOKED);
    }
    return isAlive(token, known, clock.instant())
        ? new Granted(known.account())
        : new Denied(Reason.EXPIRED);
  }

  private boolean isAlive(String token, Minted known, Instant now) {
    return now.isBefore(known.expiresAt()) && !endedEarly.contains(token);
  }

  /** Whether the text is a secret of this vendor, so that it may be looked for in URLs. */
  public synchronized boolean isSecret(String text) {
    return minted.containsKey(text)
        || rotated.containsKey(text)
        || credentials.get().stream()
            .anyMatch(
                c ->
                    c.hasToken(text)
                        || (!c.clientSecret().isEmpty() && c.clientSecret().equals(text))
                        || (!c.refreshToken().isEmpty() && c.refreshToken().equals(text)));
  }

  /** The credential of a refresh token, unless it is wrong or revoked. */
  public synchronized Optional<Credential> refresh(String refreshToken) {
    if (isRevoked() || refreshToken.isEmpty()) {
      return Optional.empty();
    }
    return credentials.get().stream()
        .filter(c -> c.refreshToken().equals(refreshToken))
        .findFirst()
        .or(() -> Optional.ofNullable(rotated.get(refreshToken)));
  }

  /** Another refresh token of that credential; those before go on to work. */
  public synchronized String rotate(Credential credential) {
    String token = random();
    rotated.put(token, credential);
    return token;
  }

  /** Ends every minted token now; static tokens live on, new ones can be minted. */
  public synchronized void expireAll() {
    endedEarly.addAll(minted.keySet());
  }

  /** Refuses every token, client secret and refresh token until {@link #restore}. */
  public synchronized void revokeAll() {
    revokedUntil = Optional.of(Instant.MAX);
  }

  /** Refuses every token, client secret and refresh token for that long. */
  public synchronized void revokeFor(Duration time) {
    revokedUntil = Optional.of(clock.instant().plus(time));
  }

  private boolean isRevoked() {
    if (revokedUntil.isPresent() && !clock.instant().isBefore(revokedUntil.get())) {
      restore();
    }
    return revokedUntil.isPresent();
  }

  /** Takes a revocation back. */
  public synchronized void restore() {
    revokedUntil = Optional.empty();
    refused.clear();
  }

  /** Forgets what was minted and revoked. */
  public synchronized void reset() {
    minted.clear();
    endedEarly.clear();
    refused.clear();
    rotated.clear();
    revokedUntil = Optional.empty();
  }
}
