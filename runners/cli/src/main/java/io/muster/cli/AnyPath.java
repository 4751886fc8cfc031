package io.muster.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths of any filesystem, as they are written on a command line. */
final class AnyPath {

  private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private AnyPath() {}

  /** The same for whoever has another current folder, such as a cluster's process. */
  static String absolute(String path) {
    return WITH_SCHEME.matcher(path).matches()
        ? path
        : Path.of(path).toAbsolutePath().normalize().toString();
  }
}
