package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Auth;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What tells two connections' vendor accounts apart: the destination (its entity type keeps lists
 * of its own), the API's address, and the account's id, or where the destination has none the
 * client or token that signs in. Two tokens of one tenant look like two accounts here; the vendor
 * and the registry tell them apart at the run.
 */
record VendorAccount(String destination, String address, String owner) {

  static VendorAccount of(ConnectionDraft connection) {
    Optional<String> owner =
        connection.spec().map(DestinationSpec::accountRequired).orElse(false)
            ? connection.account().map(account -> "account " + account)
            : connection.auth().map(VendorAccount::client);
    return new VendorAccount(
        connection.spec().map(DestinationSpec::name).orElse(""),
        address(connection.endpoint()),
        owner.orElse("connection " + connection.name()));
  }

  private static String client(Auth auth) {
    if (auth instanceof Auth.StaticToken token) {
      return "token " + token.token();
    }
    if (auth instanceof Auth.ClientCredentials client) {
      return "client " + client.clientId();
    }
    return "client " + ((Auth.RefreshToken) auth).clientId();
  }

  /** The address with what does not tell hosts apart taken out. */
  private static String address(String endpoint) {
    if (endpoint.isEmpty()) {
      return "";
    }
    URI uri = URI.create(endpoint);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + uri.getRawPath();
  }
}
