package io.muster.workspace;

import java.io.Serializable;
import java.util.Map;

/**
 * One account at a vendor, every default filled in.
 *
 * @param name the key in the workspace
 * @param destination the destination's name, as in the catalogue
 * @param account the vendor's account id, or an empty string where the destination has none
 * @param endpoint base URL of the API, without a trailing slash
 * @param tokenEndpoint URL where tokens are minted
 * @param budget connections of one budget name share it; by default the connection's own name
 * @param options the destination's own options, all of them
 */
public record Connection(
    String name,
    String destination,
    String description,
    String account,
    Auth auth,
    String endpoint,
    String tokenEndpoint,
    String budget,
    Map<String, String> options,
    Limits limits,
    DeliverySettings delivery)
    implements Serializable {

  public Connection {
    options = Map.copyOf(options);
  }

  /** The same account, delivered to with other patience. */
  public Connection delivering(DeliverySettings other) {
    return new Connection(
        name,
        destination,
        description,
        account,
        auth,
        endpoint,
        tokenEndpoint,
        budget,
        options,
        limits,
        other);
  }

  /** One of the destination's own options; every one has a value. */
  public String option(String key) {
    String value = options.get(key);
    if (value == null) {
      throw new IllegalArgumentException("connection " + name + " has no option " + key);
    }
    return value;
  }
}
