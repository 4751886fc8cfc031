package io.muster.cli;

import io.muster.pipelines.workspace.Problem;
import io.muster.pipelines.workspace.Problem.Severity;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import io.muster.workspace.Workspace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Credentials that a workspace refers to and this process can't read. */
record UnreadableCredentials(Secrets secrets) {

  /** Why, reference by reference; empty where all can be read. Never holds a credential. */
  List<String> of(Connection connection) {
    Set<String> words = new LinkedHashSet<>();
    for (ConfigValue value : connection.auth().values()) {
      try {
        String unused = secrets.resolve(value);
      } catch (UnreadableSecretException e) {
        words.add(e.getMessage());
      }
    }
    return List.copyOf(words);
  }

  /** The same of all connections, as no more than warnings: another process may be to use them. */
  List<Problem> warnings(Workspace workspace) {
    return workspace.connections().stream()
        .flatMap(
            connection ->
                of(connection).stream().map(words -> warning(workspace, connection, words)))
        .toList();
  }

  private static Problem warning(Workspace workspace, Connection connection, String words) {
    return new Problem(
        Severity.WARNING,
        workspace.file(),
        0,
        0,
        "connections.%s.auth".formatted(connection.name()),
        words,
        "where the work is done elsewhere, as on a cluster, it is needed there alone");
  }
}
