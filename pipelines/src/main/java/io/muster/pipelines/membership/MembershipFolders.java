package io.muster.pipelines.membership;

import io.muster.delivery.MembershipLog;
import io.muster.pipelines.files.Folder;
import io.muster.workspace.StateLocation;

/**
 * Opens what is remembered of connections' lists in a folder of any Beam filesystem.
 *
 * @param path {@code state.membership}
 * @param besideWork whether the run has no end at which it could put together what it has written
 */
public record MembershipFolders(String path, boolean besideWork) implements MembershipLog.Opener {

  private static final String BELOW = "membership";

  /** Those of a workspace. */
  public static MembershipFolders of(StateLocation state) {
    return new MembershipFolders(state.membership(), false);
  }

  /** The same for a run without an end. */
  public MembershipFolders endless(boolean endless) {
    return new MembershipFolders(path, endless);
  }

  /** Nothing is read or made before it is used. */
  @Override
  public MembershipFolder open(String connection) {
    return new MembershipFolder(
        Folder.at(path).below(BELOW).below(FolderName.of(connection)), new Upkeep(besideWork));
  }
}
