package io.muster.workspace;

import java.io.Serializable;
import java.util.List;

/** How a connection proves who it is; each destination says which of these it takes. */
public sealed interface Auth extends Serializable {

  /** Every value that it is made of. */
  List<ConfigValue> values();

  /** {@code auth: { token }}: sent as a bearer token as it is. */
  record StaticToken(ConfigValue token) implements Auth {
    @Override
    public List<ConfigValue> values() {
      return List.of(token);
    }
  }

  /** {@code auth: { clientId, clientSecret }}: a token is minted from them. */
  record ClientCredentials(ConfigValue clientId, ConfigValue clientSecret) implements Auth {
    @Override
    public List<ConfigValue> values() {
      return List.of(clientId, clientSecret);
    }
  }

  /** {@code auth: { clientId, clientSecret, refreshToken }}: OAuth 2 refresh. */
  record RefreshToken(ConfigValue clientId, ConfigValue clientSecret, ConfigValue refreshToken)
      implements Auth {
    @Override
    public List<ConfigValue> values() {
      return List.of(clientId, clientSecret, refreshToken);
    }
  }
}
