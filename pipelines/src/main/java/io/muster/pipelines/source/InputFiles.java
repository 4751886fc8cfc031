package io.muster.pipelines.source;

import io.muster.pipelines.files.FileTree;
import io.muster.pipelines.files.FileTree.Matches;
import io.muster.pipelines.files.FoundFile;
import io.muster.pipelines.source.NamedInput.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    List<InputFile> files = new ArrayList<>();
    for (String input : inputs) {
      find(input).forEach(named -> files.addAll(named.files()));
    }
    return once(files);
  }

  /** Each file once, sorted by name. */
  public static List<InputFile> once(Collection<InputFile> files) {
    Map<String, InputFile> sorted = new TreeMap<>();
    files.forEach(file -> sorted.put(file.path(), file));
    return List.copyOf(sorted.values());
  }

  /**
   * What an input names: several folders, maybe, where it is a glob that matches no files.
   *
   * @throws MissingInputException when there is no such thing
   */
  public static List<NamedInput> find(String input) throws MissingInputException {
    try {
      FileTree tree = FileTree.of(input);
      String name = tree.nameOf(input);
      Optional<FoundFile> file = tree.file(input);
      if (file.isPresent()) {
        return List.of(named(Kind.FILE, name, List.of(file.get())));
      }
      List<FoundFile> below = tree.below(input);
      // One that is there and holds nothing is an empty input.
      if (!below.isEmpty() || tree.isFolder(input)) {
        return List.of(named(Kind.FOLDER, name, below));
      }
      Matches matches = tree.matching(input);
      if (!matches.files().isEmpty()) {
        return List.of(named(Kind.GLOB, matches.base(), matches.files()));
      }
      if (!matches.folders().isEmpty()) {
        List<NamedInput> folders = new ArrayList<>();
        for (String folder : matches.folders()) {
          folders.add(named(Kind.FOLDER, folder, tree.below(folder)));
        }
        return folders;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MissingInputException(
          "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
    }
    throw new MissingInputException(
        "input %s: no such file, folder or match; check the path".formatted(input));
  }

  private static NamedInput named(Kind kind, String base, List<FoundFile> files) {
    return new NamedInput(
        kind,
        base,
        files.stream()
            .map(file -> new InputFile(file.path(), file.size(), file.seekable()))
            .toList());
  }

  /** An input that names no file. */
  public static final class MissingInputException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Names the input and the mend. */
    public MissingInputException(String message) {
      super(message);
    }

    /** The same, with what was in the way. */
    public MissingInputException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
