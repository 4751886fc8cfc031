package io.muster.faults;

import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.ConfigValue.FromEnvironment;
import io.muster.workspace.Secrets;

/** Where our credential is put, and replaced when the vendor has given out another. */
final class Vault implements Secrets {
  private static final long serialVersionUID = 1L;

  static final Auth TOKEN = new Auth.StaticToken(new FromEnvironment("TOKEN"));
  static final Auth CLIENT =
      new Auth.ClientCredentials(new FromEnvironment("CLIENT"), new FromEnvironment("SECRET"));
  static final Auth REFRESH =
      new Auth.RefreshToken(
          new FromEnvironment("CLIENT"),
          new FromEnvironment("SECRET"),
          new FromEnvironment("REFRESH"));

  private int generation;

  void take(int newest) {
    generation = newest;
  }

  static String value(String name, int generation) {
    return "sandbox-" + name + "-" + generation;
  }

  @Override
  public String resolve(ConfigValue reference) {
    return value(((FromEnvironment) reference).name(), generation);
  }
}
