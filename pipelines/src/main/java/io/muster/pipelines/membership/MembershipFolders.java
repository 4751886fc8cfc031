package io.muster.pipelines.membership;

import io.muster.delivery.MembershipLog;
import io.muster.pipelines.files.Folder;
import io.muster.workspace.StateLocation;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

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
    return new MembershipFolder(folder(connection), new Upkeep(besideWork));
  }

  private Folder folder(String connection) {
    return Folder.at(path).below(BELOW).below(FolderName.of(connection));
  }

  /**
   * Why a connection's lists can't be remembered, with the mend, as far as it can be seen without
   * making anything: only of a local folder.
   */
  public Optional<String> unusable(String connection) {
    Optional<Path> place = folder(connection).local().map(Path::toAbsolutePath);
    while (place.isPresent() && !Files.exists(place.get(), LinkOption.NOFOLLOW_LINKS)) {
      place = Optional.ofNullable(place.get().getParent());
    }
    return place
        .filter(there -> !isOpen(there))
        .map(
            there ->
                (there + ": what is remembered of lists can't be kept there; ")
                    + (Files.isDirectory(there)
                        ? "give this user the right to read and write it"
                        : "move it away, since it is no folder")
                    + ", or name another folder as state");
  }

  private static boolean isOpen(Path folder) {
    return Files.isDirectory(folder)
        && Files.isReadable(folder)
        && Files.isWritable(folder)
        && Files.isExecutable(folder);
  }
}
