package io.muster.pipelines.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The files of one of Beam's filesystems. A path is taken literally, whatever characters of globs
 * are in it; only {@link #matching} takes it for a glob. (Beam itself takes every path for one.)
 */
public interface FileTree {

  /**
   * The filesystem of a path, which may be a glob.
   *
   * <p>Its methods throw {@link IllegalArgumentException} for what is no possible path of it, or
   * when there is no such filesystem.
   */
  static FileTree of(String path) {
    return LocalFiles.has(path) ? new LocalFiles() : new BeamFiles();
  }

  /** How it names what is there, without a slash at the end. */
  String nameOf(String path);

  /** The file of this name; empty for a folder. */
  Optional<FoundFile> file(String path) throws IOException;

  /** Whether there is a folder of this name; false where folders are but parts of names. */
  boolean isFolder(String path);

  /** The files in a folder, in no order; none where there is no such folder. */
  List<FoundFile> in(String folder) throws IOException;

  /**
   * The files in a folder and all folders below it, in no order, without those that are hidden:
   * whose name, or whose folder's below this one, begins with a dot or an underscore.
   */
  List<FoundFile> below(String folder) throws IOException;

  /**
   * What matches a glob. As in a shell, a name that is hidden is matched only by a glob that has a
   * name which begins likewise.
   */
  Matches matching(String glob) throws IOException;

  /**
   * What matches a glob.
   *
   * @param base the folder that all of it is below, as the filesystem names it
   * @param folders empty where folders are but parts of names
   */
  record Matches(String base, List<FoundFile> files, List<String> folders) {}
}
