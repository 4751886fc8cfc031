package io.muster.workspace;

import java.io.Serializable;
import java.util.List;

/**
 * Audiences activated through one connection with one set of mappings.
 *
 * @param name the key in the workspace
 * @param connection the connection's name
 */
public record Dataflow(
    String name,
    String connection,
    String description,
    List<Audience> audiences,
    List<Mapping> mappings)
    implements Serializable {

  public Dataflow {
    audiences = List.copyOf(audiences);
    mappings = List.copyOf(mappings);
  }
}
