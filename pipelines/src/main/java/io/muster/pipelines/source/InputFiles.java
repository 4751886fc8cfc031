package io.muster.pipelines.source;

import io.muster.pipelines.files.FileTree;
import io.muster.pipelines.files.FileTree.Matches;
import io.muster.pipelines.files.FoundFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a user names as input into files: files, folders and globs of any filesystem. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * The files behind some inputs, each once, sorted by name. A folder stands for all files below it
   * whose names do not begin with a dot or an underscore. A file or folder that has characters of
   * globs in its name is meant by it; what is not there is a glob.
   *
   * @throws MissingInputException when an input names no file; the message names it and the mend
   */
  public static List<InputFile> resolve(List<String> inputs) throws MissingInputException {
    Map<String, InputFile> files = new LinkedHashMap<>();
    for (String input : inputs) {
      for (FoundFile file : find(input)) {
        files.put(file.path(), new InputFile(file.path(), file.size(), file.seekable()));
      }
    }
    List<InputFile> sorted = new ArrayList<>(files.values());
    sorted.sort(Comparator.comparing(InputFile::path));
    return sorted;
  }

  private static List<FoundFile> find(String input) throws MissingInputException {
    try {
      FileTree tree = FileTree.of(input);
      Optional<FoundFile> file = tree.file(input);
      if (file.isPresent()) {
        return List.of(file.get());
      }
      List<FoundFile> below = tree.below(input);
      // One that is there and holds nothing is an empty input.
      if (!below.isEmpty() || tree.isFolder(input)) {
        return below;
      }
      Matches matches = tree.matching(input);
      if (!matches.files().isEmpty() || !matches.folders().isEmpty()) {
        return found(tree, matches);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MissingInputException(
          "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
    }
    throw new MissingInputException(
        "input %s: no such file, folder or match; check the path".formatted(input));
  }

  /** Folders count where no file matches. */
  private static List<FoundFile> found(FileTree tree, Matches matches) throws IOException {
    if (!matches.files().isEmpty()) {
      return matches.files();
    }
    List<FoundFile> files = new ArrayList<>();
    for (String folder : matches.folders()) {
      files.addAll(tree.below(folder));
    }
    return files;
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
