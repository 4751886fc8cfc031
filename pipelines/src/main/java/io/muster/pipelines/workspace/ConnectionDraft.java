package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Auth;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as far as it could be read. What is missing or wrong has been reported; where there
 * is a default, it stands in.
 *
 * @param spec the destination, or the one that the writer seems to have meant
 */
record ConnectionDraft(
    String name,
    Place place,
    Optional<DestinationSpec> spec,
    String description,
    Optional<String> account,
    Optional<Auth> auth,
    String endpoint,
    String tokenEndpoint,
    Located<String> budget,
    Map<String, String> options,
    Limits limits,
    DeliverySettings delivery) {

  /** A connection of which only the name could be read. */
  static ConnectionDraft named(String name, Place place) {
    return new ConnectionDraft(
        name,
        place,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        new Located<>(name, place),
        Map.of(),
        LimitsSection.of(Optional.empty()).documented(),
        DeliverySection.NONE);
  }

  /** The connection; only where no mistake has been reported. */
  Connection toConnection() {
    return new Connection(
        name,
        spec.orElseThrow().name(),
        description,
        account.orElse(""),
        auth.orElseThrow(),
        endpoint,
        tokenEndpoint,
        budget.value(),
        options,
        limits,
        delivery);
  }
}
