package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Auth;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A sign by which connections are seen to be one vendor account: the destination (its entity type
 * keeps lists of its own), the API's address, and the account's id, or where the destination has
 * none the client or token that signs in, and the budget, which is one account's. Two tokens of one
 * tenant without a common budget look like two accounts here; the vendor tells at the run.
 */
record VendorAccount(String destination, String address, String owner) {

  /** All signs of a connection's account; any of them is enough. */
  static List<VendorAccount> signsOf(ConnectionDraft connection) {
    return owners(connection)
        .map(
            owner ->
                new VendorAccount(
                    connection.spec().map(DestinationSpec::name).orElse(""),
                    address(connection.endpoint()),
                    owner))
        .toList();
  }

  private static Stream<String> owners(ConnectionDraft connection) {
    String itself = "connection " + connection.name();
    return connection.spec().map(DestinationSpec::accountRequired).orElse(false)
        // A budget may be that of an application, which several accounts let in.
        ? Stream.of(connection.account().map(account -> "account " + account).orElse(itself))
        : Stream.of(
            connection.auth().map(VendorAccount::client).orElse(itself),
            "budget " + connection.budget().value());
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
