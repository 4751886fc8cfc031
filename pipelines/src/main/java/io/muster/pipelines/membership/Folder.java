package io.muster.pipelines.membership;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A folder of any Beam filesystem; on a local one it is its owner's only. */
final class Folder {

  private final ResourceId place;

  private Folder(ResourceId place) {
    this.place = place;
  }

  /** A folder by its path or URL; nothing is made. */
  static Folder at(String path) {
    // Beam reads file:/a and file:///a, but would write both below the current folder.
    return new Folder(
        FileSystems.matchNewResource(path.replaceFirst("^(?i:file):(//)?(?=/)", ""), true));
  }

  Folder below(String name) {
    return new Folder(place.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY));
  }

  /** Makes it, where folders have to be made. */
  void make() throws IOException {
    if (!place.getScheme().equals("file")) {
      return;
    }
    Path local = Path.of(place.toString());
    if (Files.isDirectory(local)) {
      return;
    }
    Files.createDirectories(local);
    PosixFileAttributeView view = Files.getFileAttributeView(local, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** The names of the files in it, in no order. */
  List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    MatchResult found = FileSystems.match(file("*").toString(), EmptyMatchTreatment.ALLOW);
    if (found.status() == MatchResult.Status.NOT_FOUND) {
      return names;
    }
    for (MatchResult.Metadata each : found.metadata()) {
      names.add(each.resourceId().getFilename());
    }
    return names;
  }

  InputStream open(String name) throws IOException {
    return Channels.newInputStream(FileSystems.open(file(name)));
  }

  OutputStream create(String name) throws IOException {
    return Channels.newOutputStream(FileSystems.create(file(name), "application/octet-stream"));
  }

  /** How long a file is, in bytes; 0 where there is none. */
  long size(String name) throws IOException {
    MatchResult found = FileSystems.match(file(name).toString(), EmptyMatchTreatment.ALLOW);
    return found.status() == MatchResult.Status.OK && !found.metadata().isEmpty()
        ? found.metadata().get(0).sizeBytes()
        : 0;
  }

  /** Puts a text in the place of a file's, in one step. */
  void write(String name, String text) throws IOException {
    ResourceId draft = file(name + ".part");
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(draft, "application/octet-stream"))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    FileSystems.rename(
        List.of(draft), List.of(file(name)), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  Optional<String> read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Deletes files; one that is not there any more is no fault. */
  void delete(List<String> names) throws IOException {
    if (!names.isEmpty()) {
      FileSystems.delete(
          names.stream().map(this::file).toList(), StandardMoveOptions.IGNORE_MISSING_FILES);
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
