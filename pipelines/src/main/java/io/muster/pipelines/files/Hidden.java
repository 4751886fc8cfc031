package io.muster.pipelines.files;

import java.util.regex.Pattern;

/** Names that are passed over where a folder is read, and by a glob that does not ask for them. */
public final class Hidden {

  /** A part of a glob that begins, or may begin, as a hidden name does. */
  private static final Pattern ASKED_FOR = Pattern.compile("(^|[/{,\\[])[._]");

  private Hidden() {}

  static boolean is(String name) {
    boolean isStep = name.equals(".") || name.equals("..");
    return !isStep && (name.startsWith(".") || name.startsWith("_"));
  }

  /** Whether one of a path's names is. */
  public static boolean isPartOf(String path) {
    for (String name : path.split("/", -1)) {
      if (is(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a glob is for hidden names too: as in a shell, it has to begin a name like theirs. */
  static boolean isAskedForBy(String glob) {
    return ASKED_FOR.matcher(glob).find();
  }
}
