package io.muster.pipelines.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * What is to be a database's file: made beside it, and put in its place in one step when it is
 * whole. So a process may be killed at any moment; what it leaves half done is made anew.
 *
 * <p>Nobody else has the database open meanwhile, or opens it.
 */
final class Successor {

  /** The successor's name as H2 gives it to files. */
  private static final String FILE_SUFFIX = ".mv.db";

  private final Path file;

  /**
   * @param file the database's, whether it is there or not
   */
  Successor(Path file) {
    this.file = file;
  }

  /** What is done to a copy. */
  @FunctionalInterface
  interface Work {
    /**
     * Changes a database, and closes it.
     *
     * @param database as H2's URLs name it; not there when there is none to be replaced
     */
    void on(Path database) throws SQLException;
  }

  /**
   * Puts a copy in the file's place, with no more than what is alive in it, after some work on it.
   *
   * @throws SQLException the work's; or one with H2's code for a file that another program has
   *     open, that is damaged, or that can't be written; and the file is as it was
   */
  void replace(Work work) throws SQLException {
    try {
      Path place = Files.exists(file) ? file.toRealPath() : file;
      Path database = place.resolveSibling("registry.next");
      Path next = place.resolveSibling("registry.next" + FILE_SUFFIX);
      try {
        Files.deleteIfExists(next);
        if (Files.exists(place)) {
          copy(place, next);
          Likeness.give(next, place);
        }
        work.on(database);
        Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw new SQLException(e.toString(), "", ErrorCode.IO_EXCEPTION_1, e);
    }
  }

  /** Ends with the copy on the disk. */
  private static void copy(Path from, Path to) throws SQLException {
    try {
      MVStore.compact(from.toString(), to.toString(), false, null);
    } catch (MVStoreException e) {
      throw new SQLException(e.getMessage(), "", codeOf(e), e);
    } catch (RuntimeException e) {
      throw new SQLException(e.toString(), "", ErrorCode.GENERAL_ERROR_1, e);
    }
  }

  private static int codeOf(MVStoreException failure) {
    return switch (failure.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED -> ErrorCode.DATABASE_ALREADY_OPEN_1;
      case DataUtils.ERROR_FILE_CORRUPT -> ErrorCode.FILE_CORRUPTED_1;
      case DataUtils.ERROR_UNSUPPORTED_FORMAT -> ErrorCode.FILE_VERSION_ERROR_1;
      case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
          ErrorCode.IO_EXCEPTION_1;
      default -> ErrorCode.GENERAL_ERROR_1;
    };
  }
}
