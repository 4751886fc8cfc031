package io.muster.workspace;

import java.io.Serializable;

/**
 * Where Muster remembers things between runs.
 *
 * @param registry a folder (an embedded database is kept there) or a JDBC URL
 * @param membership a folder of any Beam filesystem
 */
public record StateLocation(String registry, String membership) implements Serializable {

  /** Whether the registry is a database server rather than a folder. */
  public boolean isServer() {
    return registry.startsWith("jdbc:");
  }
}
