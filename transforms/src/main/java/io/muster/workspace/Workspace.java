package io.muster.workspace;

import java.io.Serializable;
import java.util.List;

/**
 * A checked workspace.
 *
 * @param file the file that it was read from, as given
 * @param dataflows what is worked on, with the audiences that are
 * @param written all dataflows of the file, those too that a run leaves alone
 */
public record Workspace(
    String file,
    StateLocation state,
    List<Connection> connections,
    List<Dataflow> dataflows,
    List<Dataflow> written)
    implements Serializable {

  public Workspace {
    connections = List.copyOf(connections);
    dataflows = List.copyOf(dataflows);
    written = List.copyOf(written);
  }

  /** All that is written is worked on. */
  public Workspace(
      String file, StateLocation state, List<Connection> connections, List<Dataflow> dataflows) {
    this(file, state, connections, dataflows, dataflows);
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

  /** The dataflows that the file has for a connection, those too that a run leaves alone. */
  public List<Dataflow> writtenFor(String connection) {
    return written.stream().filter(d -> d.connection().equals(connection)).toList();
  }

  /** The same workspace with only some of its dataflows. */
  public Workspace withDataflows(List<Dataflow> some) {
    return new Workspace(file, state, connections, some, written);
  }
}
