package io.muster.pipelines.registry;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * The right to write some connections, as long as it is kept alive.
 *
 * @param connections sorted, each once
 * @param since when it was taken
 */
public record Lease(LeaseHolder holder, Instant since, List<String> connections)
    implements Serializable {

  public Lease {
    since = Instants.kept(since);
    connections = List.copyOf(connections);
  }
}
