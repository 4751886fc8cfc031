package io.muster.pipelines.sink;

import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.RunDetails;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.CreateOptions.StandardCreateOptions;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A run's folder on any Beam filesystem. Files appear whole: they are written under another name
 * first. On a local filesystem they are their owner's only, for they hold personal data.
 *
 * @param path the folder
 */
public record RunFolder(String path) implements Serializable {

  public static final String REPORT_JSON = "report.json";
  public static final String REPORT_HTML = "report.html";
  public static final String LEDGER = "ledger";
  public static final String DEAD_LETTERS = "dead-letters";

  /**
   * Makes a local folder ready, what is below it readable by its owner only.
   *
   * @param below the folders that it needs
   * @throws IOException when it can't be written
   */
  public void prepare(List<String> below) throws IOException {
    Optional<Path> local = local();
    if (local.isEmpty()) {
      return;
    }
    Files.createDirectories(local.get());
    for (String name : below) {
      ownerOnly(Files.createDirectories(local.get().resolve(name)), "rwx------");
    }
  }

  /** The folder on a local filesystem; empty where it is elsewhere. */
  public Optional<Path> local() {
    return folder().getScheme().equals("file")
        ? Optional.of(Path.of(folder().toString()))
        : Optional.empty();
  }

  /** Writes the report anew, for programs and for people. */
  public void write(RunReport report) throws IOException {
    write(REPORT_JSON, RunReportJson.write(report));
    write(REPORT_HTML, HtmlReport.render(report));
  }

  /** Writes the page anew, with what is known beyond the report. */
  public void writePage(RunReport report, RunDetails details) throws IOException {
    write(REPORT_HTML, HtmlReport.render(report, details));
  }

  /** Writes a file of the folder, or of a folder below it, anew. */
  public void write(String name, String text) throws IOException {
    ResourceId target = resolve(name);
    ResourceId draft = resolve(name + ".part");
    try (WritableByteChannel channel =
        FileSystems.create(
            draft, StandardCreateOptions.builder().setMimeType("text/plain").build())) {
      if (draft.getScheme().equals("file")) {
        ownerOnly(Path.of(draft.toString()), "rw-------");
      }
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    FileSystems.rename(List.of(draft), List.of(target), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /** The text of a file of the folder, if it is there. */
  public Optional<String> read(String name) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(resolve(name)))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Where it is, for whoever has another current folder. */
  public String place() {
    return folder().toString().replaceFirst("(?<=.)/+$", "");
  }

  /**
   * Hands on the lines of the files in a folder below it, until it is told that it is enough.
   *
   * @param wanted is given a line, and says whether it wants more
   * @return whether all were handed on
   */
  public boolean lines(String below, Predicate<String> wanted) throws IOException {
    String files = resolve(below + "/" + "x").getCurrentDirectory() + "*.jsonl";
    for (MatchResult.Metadata file :
        FileSystems.match(files, EmptyMatchTreatment.ALLOW).metadata()) {
      try (BufferedReader lines =
          new BufferedReader(
              Channels.newReader(FileSystems.open(file.resourceId()), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!wanted.test(line)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private ResourceId folder() {
    // Beam reads file:/a and file:///a, but would write both below the current folder.
    return FileSystems.matchNewResource(path.replaceFirst("^(?i:file):(//)?(?=/)", ""), true);
  }

  private ResourceId resolve(String name) {
    ResourceId resource = folder();
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      resource = resource.resolve(parts[i], StandardResolveOptions.RESOLVE_DIRECTORY);
    }
    return resource.resolve(parts[parts.length - 1], StandardResolveOptions.RESOLVE_FILE);
  }

  private static void ownerOnly(Path file, String mode) throws FileSystemException, IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }
}
