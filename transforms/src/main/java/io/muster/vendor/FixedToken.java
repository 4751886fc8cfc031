package io.muster.vendor;

import io.muster.workspace.ConfigValue;
import io.muster.workspace.Secrets;
import java.util.Optional;

/** A token that somebody puts there, and may replace while we run. */
final class FixedToken implements TokenSource {

  private final ConfigValue reference;
  private final Secrets secrets;

  private Optional<Bearer> known = Optional.empty();

  FixedToken(ConfigValue reference, Secrets secrets) {
    this.reference = reference;
    this.secrets = secrets;
  }

  @Override
  public synchronized Grant current() {
    return known.isPresent() ? known.get() : resolve();
  }

  @Override
  public synchronized Optional<Grant> insteadOf(Bearer refused) {
    if (known.isPresent() && !known.get().equals(refused)) {
      return Optional.of(known.get());
    }
    known = Optional.empty();
    // A rotated secret is worth a second try; the same one is not.
    Grant again = resolve();
    return Optional.of(again).filter(grant -> !grant.equals(refused));
  }

  @Override
  public synchronized void forget(Bearer refused) {
    known = known.filter(token -> !token.equals(refused));
  }

  private Grant resolve() {
    Grant grant;
    try {
      grant = TokenSource.bearer(secrets.resolve(reference));
    } catch (Secrets.UnreadableSecretException e) {
      return new None(new Exchange.NoCredential(e.getMessage()));
    }
    if (grant instanceof Bearer bearer) {
      known = Optional.of(bearer);
    }
    return grant;
  }
}
