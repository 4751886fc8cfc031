package io.muster.sandbox.vendor;

import java.util.Locale;
import java.util.Set;

/** Looks for query parameters that the vendor does not document, and for secrets in the URL. */
public final class QueryRules {

  private static final Set<String> SECRET_NAMES =
      Set.of(
          "access_token",
          "accesstoken",
          "token",
          "refresh_token",
          "client_secret",
          "clientsecret",
          "api_key",
          "apikey",
          "authorization");

  private QueryRules() {}

  /** Notes what is wrong; the vendors' documents do not say what they answer, so nothing fails. */
  public static void check(ApiRequest request, Tokens tokens, CallNotes notes, String... known) {
    Set<String> allowed = Set.of(known);
    request
        .query()
        .keySet()
        .forEach(
            name -> {
              if (!allowed.contains(name) && !holdsSecret(request, tokens, name)) {
                notes.breach(Rule.UNKNOWN_QUERY_PARAMETER, "query parameter " + name);
              }
            });
  }

  /** Whether any query parameter carries a secret; noted as a breach. */
  public static boolean secretInUrl(ApiRequest request, Tokens tokens, CallNotes notes) {
    boolean found =
        request.query().keySet().stream().anyMatch(name -> holdsSecret(request, tokens, name))
            || request.segments().stream().anyMatch(tokens::isSecret);
    if (found) {
      notes.breach(Rule.SECRET_IN_URL, "a token or secret in the URL");
    }
    return found;
  }

  private static boolean holdsSecret(ApiRequest request, Tokens tokens, String name) {
    return SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT))
        || request.query().get(name).stream().anyMatch(tokens::isSecret);
  }
}
