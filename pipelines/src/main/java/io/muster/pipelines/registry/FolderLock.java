package io.muster.pipelines.registry;

import io.muster.pipelines.registry.UndisturbedThreads.Piece;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.api.ErrorCode;

/**
 * The door to the database in a folder: of all threads and processes, one at a time is inside. H2's
 * own lock is on the database's file, which a compaction replaces: who had opened the old file just
 * before would write into what nobody reads any more.
 *
 * <p>The lock is the operating system's, on a file beside the database that is made once and never
 * deleted; it ends with its process.
 */
final class FolderLock {

  static final String FILE_NAME = "registry.lock";

  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Path file;
  private final Path database;
  private final boolean shared;
  private final Patience patience;
  private final Object door;

  /**
   * @param door the same for all of this process that use the folder, whatever class loader brought
   *     them here
   */
  private FolderLock(Path database, boolean shared, Duration longestWait, Object door) {
    this.database = database;
    this.file = database.resolveSibling(FILE_NAME);
    this.shared = shared;
    this.patience = new Patience(longestWait, PAUSE, file.toString(), "another process was inside");
    this.door = door;
  }

  /**
   * For whoever may write.
   *
   * @throws IOException when the folder isn't there
   */
  static FolderLock toWrite(Path database, Duration longestWait) throws IOException {
    return new FolderLock(database, false, longestWait, door(database));
  }

  /**
   * For whoever only reads and leaves the folder as it is: where there is no lock, none is made.
   *
   * @throws IOException when the folder isn't there
   */
  static FolderLock toRead(Path database, Duration longestWait) throws IOException {
    return new FolderLock(database, true, longestWait, door(database));
  }

  /** Java keeps one copy of an interned text in a process, for all class loaders. */
  private static Object door(Path database) throws IOException {
    return (FolderLock.class.getName() + " " + database.toAbsolutePath().getParent().toRealPath())
        .intern();
  }

  /**
   * Does a piece of work inside.
   *
   * @throws SQLException the work's; or one with H2's code for a file that can't be written, or
   *     that another program has had open for too long
   */
  <T> T inside(Piece<T> piece) throws SQLException {
    // A process's lock is gone when any of its threads closes the file: so only the one that has it
    // may open the file at all.
    synchronized (door) {
      if (shared && !Files.isReadable(file)) {
        return piece.done();
      }
      try (FileChannel channel = open()) {
        patience.ask(() -> locked(channel), FolderLock::isTaken);
        return piece.done();
      } catch (IOException e) {
        throw new SQLException(e.toString(), "", ErrorCode.IO_EXCEPTION_1, e);
      }
    }
  }

  private FileChannel open() throws IOException {
    if (shared) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    boolean isMade = Files.notExists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isMade && Files.exists(database)) {
      letInWhoeverMayWrite();
    }
    return channel;
  }

  /** Else the first that comes, an administrator perhaps, would keep the others out. */
  private void letInWhoeverMayWrite() {
    try {
      Likeness.give(file, database);
    } catch (IOException e) {
      // Only the file's owner may; another who may write the folder has done what it could.
    }
  }

  private FileLock locked(FileChannel channel) throws SQLException {
    FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // The folder has two names, and another thread came in by the other.
      lock = null;
    } catch (IOException e) {
      throw new SQLException(e.toString(), "", ErrorCode.IO_EXCEPTION_1, e);
    }
    if (lock == null) {
      throw new SQLException("locked: " + file, "", ErrorCode.DATABASE_ALREADY_OPEN_1);
    }
    return lock;
  }

  private static boolean isTaken(SQLException e) {
    return e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
  }
}
