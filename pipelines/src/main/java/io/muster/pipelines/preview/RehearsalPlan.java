package io.muster.pipelines.preview;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.pipelines.preview.KeptState.KeptList;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a rehearsal is done where the work is.
 *
 * @param showsRequests whether each request is noted, and nothing else
 * @param registered the lists that are known
 * @param destinations by dataflow
 */
record RehearsalPlan(
    Notes notes,
    boolean showsRequests,
    Masking masking,
    KeptState state,
    List<Registration> registered,
    Map<String, String> destinations)
    implements Serializable {

  RehearsalPlan {
    registered = List.copyOf(registered);
    destinations = new TreeMap<>(destinations);
  }

  /** What is kept of a list, by the vendor's id. */
  Optional<KeptList> kept(String connection, String listId) {
    return registered.stream()
        .filter(each -> each.connection().equals(connection) && each.listId().equals(listId))
        .findFirst()
        .flatMap(each -> state.of(connection, each.list()));
  }
}
