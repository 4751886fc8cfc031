package io.muster.pipelines.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** Whose a file is, and who may read and write it. */
final class Likeness {

  private Likeness() {}

  /**
   * Gives a file the permissions, the group and the owner of another; does nothing where files have
   * none.
   *
   * @throws IOException when this user may not
   */
  static void give(Path to, Path from) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes given = view.readAttributes();
    view.setPermissions(wanted.permissions());
    if (!given.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    if (!given.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
  }
}
