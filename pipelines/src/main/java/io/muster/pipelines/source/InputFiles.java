package io.muster.pipelines.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Turns what a user names as input into files: files, folders and globs of any filesystem. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * The files behind some inputs, each once, sorted by name. A folder stands for all files below it
   * whose names do not begin with a dot or an underscore.
   *
   * @throws MissingInputException when an input names no file; the message names it and the mend
   */
  public static List<InputFile> resolve(List<String> inputs) throws MissingInputException {
    Map<String, InputFile> files = new LinkedHashMap<>();
    for (String input : inputs) {
      List<Metadata> found = find(input);
      if (found.isEmpty() && !isEmptyFolder(input)) {
        throw new MissingInputException(
            "input %s: no such file, folder or match; check the path".formatted(input));
      }
      found.stream()
          .map(file -> new InputFile(name(file), file.sizeBytes(), file.isReadSeekEfficient()))
          .forEach(file -> files.put(file.path(), file));
    }
    List<InputFile> sorted = new ArrayList<>(files.values());
    sorted.sort(Comparator.comparing(InputFile::path));
    return sorted;
  }

  /**
   * A folder that is there and holds nothing is an empty input; Beam's filesystems don't show it.
   */
  private static boolean isEmptyFolder(String input) {
    try {
      return Files.isDirectory(Path.of(input));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<Metadata> find(String input) throws MissingInputException {
    try {
      List<Metadata> found = match(input);
      Optional<Metadata> folder = found.stream().filter(InputFiles::isFolder).findFirst();
      if (!found.isEmpty() && folder.isEmpty()) {
        return found;
      }
      // As the filesystem names it, since that is how it names what is below.
      String name = folder.map(InputFiles::name).orElse(input);
      String base = name.endsWith("/") ? name : name + "/";
      return match(base + "**").stream()
          .filter(file -> !isFolder(file))
          .filter(file -> isVisible(file, base))
          .toList();
    } catch (IOException | IllegalArgumentException e) {
      throw new MissingInputException(
          "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
    }
  }

  private static List<Metadata> match(String spec) throws IOException {
    MatchResult result = FileSystems.match(spec, EmptyMatchTreatment.ALLOW);
    try {
      return result.metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static String name(Metadata file) {
    return file.resourceId().toString();
  }

  private static boolean isFolder(Metadata file) {
    return file.resourceId().isDirectory()
        || (file.resourceId().getScheme().equals("file") && Files.isDirectory(Path.of(name(file))));
  }

  private static boolean isVisible(Metadata file, String base) {
    String path = name(file);
    String below = path.startsWith(base) ? path.substring(base.length()) : path;
    for (String part : below.split("/", -1)) {
      if (part.startsWith(".") || part.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  /** An input that names no file. */
  public static final class MissingInputException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingInputException(String message) {
      super(message);
    }

    MissingInputException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
