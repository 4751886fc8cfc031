package io.muster.workspace;

import java.io.Serializable;

/** How a connection proves who it is; each destination says which of these it takes. */
public sealed interface Auth extends Serializable {

  /** {@code auth: { token }}: sent as a bearer token as it is. */
  record StaticToken(ConfigValue token) implements Auth {}

  /** {@code auth: { clientId, clientSecret }}: a token is minted from them. */
  record ClientCredentials(ConfigValue clientId, ConfigValue clientSecret) implements Auth {}

  /** {@code auth: { clientId, clientSecret, refreshToken }}: OAuth 2 refresh. */
  record RefreshToken(ConfigValue clientId, ConfigValue clientSecret, ConfigValue refreshToken)
      implements Auth {}
}
