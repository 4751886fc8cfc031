package io.muster.pipelines.source;

import java.util.List;

/**
 * What a user's input turned out to name.
 *
 * @param base the folder that all the files are below, as its filesystem names it
 * @param files in no order
 */
public record NamedInput(Kind kind, String base, List<InputFile> files) {

  /** How files are named. */
  public enum Kind {
    /** By its name. */
    FILE,
    /** By a folder that they are below. */
    FOLDER,
    /** By a glob that matches them. */
    GLOB
  }

  /** A file's path from the base on. */
  public String below(InputFile file) {
    String prefix = base.endsWith("/") ? base : base + "/";
    return file.path().startsWith(prefix) ? file.path().substring(prefix.length()) : file.path();
  }
}
