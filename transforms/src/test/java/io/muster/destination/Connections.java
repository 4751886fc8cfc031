package io.muster.destination;

import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;

/** Connections for tests, everything but the endpoints as the destination documents it. */
public final class Connections {

  public static final Auth TOKEN = new Auth.StaticToken(new ConfigValue.Literal("t0ken-of-acme"));

  public static final Auth CLIENT =
      new Auth.ClientCredentials(
          new ConfigValue.Literal("client"), new ConfigValue.Literal("s3cret&="));

  public static final ConfigValue REFRESH_TOKEN = new ConfigValue.Literal("r3fresh");

  public static final Auth REFRESH =
      new Auth.RefreshToken(
          new ConfigValue.Literal("client"), new ConfigValue.Literal("s3cret&="), REFRESH_TOKEN);

  private Connections() {}

  public static Connection to(
      Destination destination, Auth auth, String endpoint, String tokenEndpoint) {
    DestinationSpec spec = destination.spec();
    return new Connection(
        "test",
        spec.name(),
        "",
        spec.accountRequired() ? "512345678" : "",
        auth,
        endpoint,
        tokenEndpoint,
        "test",
        spec.options(),
        spec.limits(),
        spec.delivery());
  }
}
