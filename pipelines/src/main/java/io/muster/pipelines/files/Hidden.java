package io.muster.pipelines.files;

/** Names that are passed over where a folder is read. */
final class Hidden {

  private Hidden() {}

  static boolean is(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Whether one of a path's names is. */
  static boolean isPartOf(String path) {
    for (String name : path.split("/", -1)) {
      if (is(name)) {
        return true;
      }
    }
    return false;
  }
}
