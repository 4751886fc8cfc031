package io.muster.workspace;

import java.io.Serializable;

/** Where a mapped value comes from in a profile. */
public sealed interface SourcePath extends Serializable {

  /** An XDM attribute path such as {@code accountOrganization.domain}. */
  record Attribute(String path) implements SourcePath {
    @Override
    public String toString() {
      return path;
    }
  }

  /** {@code identityMap.NAMESPACE}: its primary entry, else its first. */
  record Identity(String namespace) implements SourcePath {
    @Override
    public String toString() {
      return PREFIX + namespace;
    }
  }

  String PREFIX = "identityMap.";

  /** Reads a path as a workspace writes it. */
  static SourcePath parse(String text) {
    return text.startsWith(PREFIX)
        ? new Identity(text.substring(PREFIX.length()))
        : new Attribute(text);
  }
}
