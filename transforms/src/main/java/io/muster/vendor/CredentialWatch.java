package io.muster.vendor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Warns of a longer-lived credential that somebody has to replace, each thing once a UTC day, and
 * never says its value. Not thread-safe.
 */
final class CredentialWatch {

  /** Time enough for somebody to sign in again. */
  private static final Duration NEAR = Duration.ofDays(30);

  private final String connection;
  private final Clock clock;
  private final Consumer<String> warnings;

  private Optional<Instant> endsAt = Optional.empty();
  private LocalDate lookedOn = LocalDate.MIN;
  private LocalDate toldOfEndOn = LocalDate.MIN;
  private LocalDate toldOfRotationOn = LocalDate.MIN;

  /**
   * @param connection by its name in the workspace
   * @param warnings takes each warning, a line
   */
  CredentialWatch(String connection, Clock clock, Consumer<String> warnings) {
    this.connection = connection;
    this.clock = clock;
    this.warnings = warnings;
  }

  /**
   * Whether today's look at a credential near its end is still owed. A look is a token minted anew,
   * which reads the credential again: it may have been replaced.
   */
  boolean isDue() {
    return isNear() && lookedOn.isBefore(today());
  }

  /** A look was tried, whatever came of it. */
  void looked() {
    lookedOn = today();
  }

  /**
   * A token was minted.
   *
   * @param used the secrets that it was minted with
   */
  void minted(TokenMint.Token token, Collection<String> used) {
    endsAt = token.credentialLifetime().map(lifetime -> clock.instant().plus(lifetime));
    LocalDate today = today();
    if (isNear() && toldOfEndOn.isBefore(today)) {
      toldOfEndOn = today;
      warnings.accept(nearItsEnd(endsAt.get()));
    }
    boolean rotated = token.credential().filter(now -> !used.contains(now)).isPresent();
    if (rotated && toldOfRotationOn.isBefore(today)) {
      toldOfRotationOn = today;
      warnings.accept(
          "connection "
              + connection
              + ": the vendor has issued another refresh token, which Muster cannot write back:"
              + " should the old one be refused, sign in at the vendor again and replace "
              + key());
    }
  }

  private boolean isNear() {
    return endsAt.isPresent()
        && Duration.between(clock.instant(), endsAt.get()).compareTo(NEAR) < 0;
  }

  private String nearItsEnd(Instant end) {
    long days = Math.max(0, Duration.between(clock.instant(), end).toDays());
    String left = days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
    return "connection "
        + connection
        + ": the refresh token has "
        + left
        + " left, until "
        + LocalDate.ofInstant(end, ZoneOffset.UTC)
        + ", and nothing can be delivered after it: sign in at the vendor again and replace "
        + key();
  }

  private String key() {
    return "connections." + connection + ".auth.refreshToken";
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
