package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Limits;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that share a budget call one API. Which API a destination calls is told by the
 * address that it documents: Demandbase's accounts and people have one.
 */
final class BudgetsRule implements Rule {

  @Override
  public void check(WorkspaceDraft workspace) {
    Map<String, ConnectionDraft> firsts = new HashMap<>();
    for (ConnectionDraft connection : workspace.connections()) {
      ConnectionDraft first = firsts.putIfAbsent(connection.budget().value(), connection);
      if (first != null && first.spec().isPresent() && connection.spec().isPresent()) {
        check(first, first.spec().get(), connection, connection.spec().get());
      }
    }
  }

  private static void check(
      ConnectionDraft first,
      DestinationSpec firstSpec,
      ConnectionDraft second,
      DestinationSpec secondSpec) {
    Place place = second.budget().place();
    String both = Quoted.of(second.budget().value()) + " is shared with connection " + first.name();
    if (!firstSpec.endpoint().equals(secondSpec.endpoint())) {
      place.mistake(
          "the budget " + both + ", whose vendor is another",
          "give each vendor a budget of its own");
    } else if (!rates(first).equals(rates(second))) {
      place.warning(
          "the budget " + both + ", whose limits differ: each stops at its own",
          "give both connections the same requestsPerMinute and requestsPerDay");
    }
  }

  private static Limits rates(ConnectionDraft connection) {
    Limits limits = connection.limits();
    return new Limits(1, limits.requestsPerMinute(), limits.requestsPerDay());
  }
}
