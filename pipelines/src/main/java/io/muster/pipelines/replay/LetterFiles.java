package io.muster.pipelines.replay;

import io.muster.pipelines.files.FileTree;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.source.InputFile;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import io.muster.pipelines.source.NamedInput;
import io.muster.pipelines.source.NamedInput.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds files of dead letters. A run folder stands for its dead letters. */
public final class LetterFiles {

  /** What else may be beside letters: marks, copies of what a run has, and files not yet whole. */
  private static final Pattern NO_LETTERS =
      Pattern.compile(
          "(^|.*/)((report|left-alone)\\.(json|html)|(ledger|_replayed)/[^/]+|[^/]+\\.part)");

  private LetterFiles() {}

  /**
   * The files behind some inputs, each once. Of what is below a run folder only its {@code
   * dead-letters} are, whatever else somebody keeps there.
   *
   * @param inputs files, folders or globs; a file that is named itself is read whatever it is
   * @throws MissingInputException when an input names no file, or a glob matches no letters
   */
  public static List<InputFile> resolve(List<String> inputs) throws MissingInputException {
    List<InputFile> files = new ArrayList<>();
    for (String input : inputs) {
      for (NamedInput named : InputFiles.find(input)) {
        files.addAll(letters(input, named));
      }
    }
    return InputFiles.once(files);
  }

  private static List<InputFile> letters(String input, NamedInput named)
      throws MissingInputException {
    if (named.kind() == Kind.FILE) {
      return named.files();
    }
    RunFolders runs = new RunFolders(named);
    List<InputFile> letters = new ArrayList<>();
    try {
      for (InputFile file : named.files()) {
        if (!NO_LETTERS.matcher(file.path()).matches() && !runs.isBesideLetters(file)) {
          letters.add(file);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MissingInputException(
          "input %s cannot be read: %s".formatted(input, e.getMessage()), e);
    }
    if (letters.isEmpty() && named.kind() == Kind.GLOB) {
      throw new MissingInputException(
          "input %s: what it matches are no files of dead letters; name a run folder, or the files"
                  .formatted(input)
              + " themselves");
    }
    return letters;
  }

  /** The run folders among those that an input names. Each is looked at once. */
  private static final class RunFolders {
    private final NamedInput named;
    private final FileTree tree;
    private final Map<String, Boolean> known = new HashMap<>();

    RunFolders(NamedInput named) {
      this.named = named;
      this.tree = FileTree.of(named.base());
    }

    /** Whether a file is in a run folder, and not among its letters. */
    boolean isBesideLetters(InputFile file) throws IOException {
      String folder = named.base();
      for (String name : named.below(file).split("/", -1)) {
        if (!name.equals(RunFolder.DEAD_LETTERS) && isRunFolder(folder)) {
          return true;
        }
        folder = folder + "/" + name;
      }
      return false;
    }

    private boolean isRunFolder(String folder) throws IOException {
      Boolean before = known.get(folder);
      if (before == null) {
        // A run that writes its letters to a topic has no folder for them.
        before =
            tree.isFolder(folder + "/" + RunFolder.DEAD_LETTERS)
                || tree.file(folder + "/" + RunFolder.REPORT_JSON).isPresent();
        known.put(folder, before);
      }
      return before;
    }
  }
}
