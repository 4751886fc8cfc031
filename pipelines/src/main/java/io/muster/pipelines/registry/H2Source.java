package io.muster.pipelines.registry;

import io.muster.pipelines.registry.UndisturbedThreads.Piece;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An embedded database in a folder. It is open only while a piece of work runs, since the file
 * belongs to one process at a time; others wait for it, for some milliseconds. When a piece of work
 * has ended, what it wrote is in the file. The operating system ends the lock of a process that
 * dies, and no port is opened.
 */
final class H2Source implements ConnectionSource {

  private static final String FILE = "registry";
  private static final String FILE_NAME = FILE + ".mv.db";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final String UNWRITABLE = "the folder can't be written";
  private static final String UNWRITABLE_MEND =
      "give this user the right to, check the disk, or name another folder as state";

  /**
   * What is there is not overwritten: H2 frees room as it closes, and a process that was killed
   * just then has left a file that could not be opened again (h2database issues 2752 and 4387).
   * Instead there is {@link Compaction}.
   */
  private static final String APPENDING = ";MAX_COMPACT_TIME=0;REUSE_SPACE=FALSE";

  private final Path folder;
  private final JdbcDataSource database;
  private final FolderLock lock;
  private final Optional<Compaction> compaction;
  private final UndisturbedThreads threads = new UndisturbedThreads();

  private H2Source(
      Path folder, JdbcDataSource database, FolderLock lock, Optional<Compaction> compaction) {
    this.folder = folder;
    this.database = database;
    this.lock = lock;
    this.compaction = compaction;
  }

  /** Only to read; empty when nobody has made it. */
  static Optional<H2Source> reading(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (!Files.isReadable(file)) {
      throw new RegistryException(
          file.toString(), "this file can't be read", "give this user the right to");
    }
    try {
      return Optional.of(
          new H2Source(
              folder,
              database(folder.resolve(FILE), ";ACCESS_MODE_DATA=r"),
              FolderLock.toRead(file, LONGEST_WAIT),
              Optional.empty()));
    } catch (IOException e) {
      // It was there a moment ago.
      return Optional.empty();
    }
  }

  /** Makes the folder when it isn't there. */
  static H2Source in(Path folder) {
    if (folder.toString().indexOf(';') >= 0) {
      throw RegistryException.ofSetUp(
          folder.toString(),
          "the embedded database can't live below a folder with a ';' in its name",
          "name another folder as state");
    }
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw RegistryException.ofSetUp(
          folder.toString(), "it is a file", "name a folder as state, or move the file away", e);
    } catch (IOException e) {
      throw RegistryException.ofSetUp(
          folder.toString(),
          "the folder can't be made (" + e.getClass().getSimpleName() + ")",
          "name a folder as state that this user may write",
          e);
    }
    if (!Files.isWritable(folder)) {
      throw RegistryException.ofSetUp(folder.toString(), UNWRITABLE, UNWRITABLE_MEND);
    }
    Path file = folder.resolve(FILE_NAME);
    requireWritable(file);
    requireWritable(file.resolveSibling(FolderLock.FILE_NAME));
    try {
      return new H2Source(
          folder,
          database(folder.resolve(FILE), APPENDING),
          FolderLock.toWrite(file, LONGEST_WAIT),
          Optional.of(new Compaction(file, new Successor(file))));
    } catch (IOException e) {
      throw RegistryException.ofSetUp(folder.toString(), UNWRITABLE, UNWRITABLE_MEND, e);
    }
  }

  /** Another user's file, say, in a folder that everybody may write. */
  private static void requireWritable(Path file) {
    if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
      throw RegistryException.ofSetUp(
          file.toString(),
          "this file can't be written",
          "give this user the right to, or name another folder as state");
    }
  }

  /**
   * A database.
   *
   * @param place its file without H2's suffix
   * @param more further settings, each with its semicolon
   */
  private static JdbcDataSource database(Path place, String more) {
    JdbcDataSource database = new JdbcDataSource();
    // No trace file, no hook at exit; a transaction waits for another thread's as long as for a
    // process.
    database.setURL(
        "jdbc:h2:file:"
            + place
            + ";FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT="
            + LONGEST_WAIT.toMillis()
            + more);
    database.setUser("sa");
    database.setPassword("");
    return database;
  }

  @Override
  public Connection take() throws SQLException {
    return patience().ask(database::getConnection, H2Source::isBusy);
  }

  private Patience patience() {
    return new Patience(LONGEST_WAIT, PAUSE, where(), "another process had the database");
  }

  /** Somebody who does not know of the lock reads the file, or has it open in another program. */
  private static boolean isBusy(SQLException e) {
    return e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
        || e.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED
        || e.getErrorCode() == ErrorCode.DATABASE_CALLED_AT_SHUTDOWN;
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public void boundWaiting(Connection connection) {
    // The URL does.
  }

  @Override
  public boolean isThere() {
    return Files.exists(folder.resolve(FILE_NAME));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A copy is migrated, and takes the file's place: H2 adds a column by making the table anew,
   * and a process that is killed meanwhile may leave a file without the old and the new one.
   */
  @Override
  public void migrate(Migration migration) throws SQLException {
    Successor successor = new Successor(folder.resolve(FILE_NAME));
    undisturbed(
        () ->
            patience()
                .ask(
                    () -> {
                      successor.replace(next -> migration.on(database(next, APPENDING)));
                      return successor;
                    },
                    H2Source::isBusy));
  }

  @Override
  public <T> T undisturbed(Piece<T> piece) throws SQLException {
    return threads.run(
        () ->
            lock.inside(
                () -> {
                  T result = piece.done();
                  compaction.ifPresent(Compaction::ifLarge);
                  return result;
                }));
  }

  @Override
  public RegistryException explain(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          new RegistryException(
              where(),
              "another program has had the database open for " + LONGEST_WAIT.toSeconds() + " s",
              "close it there, then run again",
              failure);
      case ErrorCode.FILE_VERSION_ERROR_1 ->
          RegistryException.ofSetUp(
              where(),
              "the database was written by another version of H2",
              "run the Muster that made it, or a newer one",
              failure);
      case ErrorCode.FILE_CORRUPTED_1 ->
          RegistryException.ofSetUp(
              where(),
              "this is no database, or a damaged one",
              "restore it from a copy; without one, move it away: Muster then finds its lists again"
                  + " by name where the audience says adopt: true",
              failure);
      case ErrorCode.DATABASE_IS_READ_ONLY, ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 ->
          new RegistryException(folder.toString(), UNWRITABLE, UNWRITABLE_MEND, failure);
      default ->
          new RegistryException(
              where(),
              "the database failed (" + firstLine(failure) + ")",
              "run again; if it stays so, restore the file from a copy",
              failure);
    };
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String where() {
    return folder.resolve(FILE_NAME).toString();
  }

  @Override
  public void close() {
    // Nothing stays open between two pieces of work.
  }
}
