package io.muster.pipelines.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A folder of any Beam filesystem. On a local one, what {@link #make} makes is its owner's only,
 * and so is each text: it may hold personal data.
 */
public final class Folder {

  private static final String BYTES = "application/octet-stream";
  private static final String TEXT = "text/plain";

  private final ResourceId place;

  private Folder(ResourceId place) {
    this.place = place;
  }

  /** A folder by its path or URL; nothing is made. */
  public static Folder at(String path) {
    // Beam reads file:/a and file:///a, but would write both below the current folder.
    return new Folder(
        FileSystems.matchNewResource(path.replaceFirst("^(?i:file):(//)?(?=/)", ""), true));
  }

  /** A folder in it; nothing is made. */
  public Folder below(String name) {
    return new Folder(place.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY));
  }

  /** Where it is on the local filesystem; empty where it is elsewhere. */
  public Optional<Path> local() {
    return place.getScheme().equals("file")
        ? Optional.of(Path.of(place.toString()))
        : Optional.empty();
  }

  /**
   * Makes it for its owner only, where folders have to be made; one that is there is left alone.
   */
  public void make() throws IOException {
    Optional<Path> local = local();
    if (local.isPresent() && !Files.isDirectory(local.get())) {
      Files.createDirectories(local.get());
      ownerOnly(local.get(), "rwx------");
    }
  }

  /** The names of the files in it, in no order. */
  public List<String> files() throws IOException {
    return FileTree.of(toString()).in(toString()).stream().map(FoundFile::name).toList();
  }

  /** Opens a file to be read; a {@link FileNotFoundException} or the like where there is none. */
  public InputStream open(String name) throws IOException {
    return Channels.newInputStream(BeamChannels.open(file(name)));
  }

  /** Begins a file of bytes anew; whether others see it before it is closed is the filesystem's. */
  public OutputStream create(String name) throws IOException {
    return create(file(name), BYTES);
  }

  private static OutputStream create(ResourceId file, String type) throws IOException {
    return Channels.newOutputStream(BeamChannels.create(file, type));
  }

  /** How long a file is, in bytes; 0 where there is none. */
  public long size(String name) throws IOException {
    String path = file(name).toString();
    return FileTree.of(path).file(path).map(FoundFile::size).orElse(0L);
  }

  /** Puts a text in the place of a file's, in one step. */
  public void write(String name, String text) throws IOException {
    String draft = draftOf(name);
    try {
      writeDraft(file(draft), text);
      FileSystems.rename(
          List.of(file(draft)), List.of(file(name)), StandardMoveOptions.IGNORE_MISSING_FILES);
    } catch (IOException e) {
      // Of a disk that is full, say, nothing is to be left.
      try {
        delete(List.of(draft));
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static void writeDraft(ResourceId draft, String text) throws IOException {
    try (OutputStream out = create(draft, TEXT)) {
      if (draft.getScheme().equals("file")) {
        ownerOnly(Path.of(draft.toString()), "rw-------");
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Each thread has its own: a run that is stopped may write a report while its work does too. */
  private static String draftOf(String name) {
    long process = ProcessHandle.current().pid();
    return "%s.%d-%d.part".formatted(name, process, Thread.currentThread().getId());
  }

  /** A file's text; empty where there is none. */
  public Optional<String> read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Deletes files; one that is not there any more is no fault. */
  public void delete(List<String> names) throws IOException {
    if (!names.isEmpty()) {
      FileSystems.delete(
          names.stream().map(this::file).toList(), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  private static void ownerOnly(Path file, String mode) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  private ResourceId file(String name) {
    return place.resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
