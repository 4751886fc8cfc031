package io.muster.pipelines.workspace;

import java.util.Set;
import java.util.stream.Collectors;

/** A connection that no dataflow uses may be a slip. */
final class UnusedConnectionsRule implements Rule {

  @Override
  public void check(WorkspaceDraft workspace) {
    Set<String> used =
        workspace.dataflows().stream()
            .flatMap(dataflow -> dataflow.connection().stream())
            .map(ConnectionDraft::name)
            .collect(Collectors.toSet());
    workspace.connections().stream()
        .filter(connection -> !used.contains(connection.name()))
        .forEach(
            connection ->
                connection
                    .place()
                    .warning("no dataflow uses this connection", "use it or take it out"));
  }
}
