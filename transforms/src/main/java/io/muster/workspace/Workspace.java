package io.muster.workspace;

import java.io.Serializable;
import java.util.List;

/**
 * A checked workspace.
 *
 * @param file the file that it was read from, as given
 */
public record Workspace(
    String file, StateLocation state, List<Connection> connections, List<Dataflow> dataflows)
    implements Serializable {

  public Workspace {
    connections = List.copyOf(connections);
    dataflows = List.copyOf(dataflows);
  }

  /**
   * The connection of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Connection connection(String name) {
    return connections.stream()
        .filter(connection -> connection.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no connection " + name));
  }

  /** The dataflows that go through a connection. */
  public List<Dataflow> dataflowsOf(String connection) {
    return dataflows.stream().filter(d -> d.connection().equals(connection)).toList();
  }

  /** The same workspace with only some of its dataflows. */
  public Workspace withDataflows(List<Dataflow> some) {
    return new Workspace(file, state, connections, some);
  }
}
