package io.muster.pipelines.replay;

import io.muster.pipelines.source.InputFile;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import java.util.List;
import java.util.regex.Pattern;

/** Finds files of dead letters. A run folder stands for its dead letters. */
public final class LetterFiles {

  /** What else is in a run folder, marks beside letters, and files that a run is just writing. */
  private static final Pattern NO_LETTERS =
      Pattern.compile(
          "(^|.*/)((report|left-alone)\\.(json|html)|(ledger|_replayed)/[^/]+|[^/]+\\.part)");

  private LetterFiles() {}

  /**
   * The files behind some inputs, each once.
   *
   * @param inputs files, folders or globs; a file that is named itself is read whatever it is
   * @throws MissingInputException when an input names no file
   */
  public static List<InputFile> resolve(List<String> inputs) throws MissingInputException {
    return InputFiles.resolve(inputs).stream()
        .filter(file -> isNamed(file, inputs) || !NO_LETTERS.matcher(file.path()).matches())
        .toList();
  }

  private static boolean isNamed(InputFile file, List<String> inputs) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return inputs.stream().anyMatch(input -> input.endsWith(name));
  }
}
