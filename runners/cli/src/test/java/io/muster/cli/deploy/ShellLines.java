package io.muster.cli.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands in the shell blocks of a page. */
final class ShellLines {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern WORD =
      Pattern.compile("\\G\\s*((?:\"[^\"]*\"|'[^']*'|[^\\s\"';|&<>()])+|[;|&<>()]+)");

  private ShellLines() {}

  /** Every command line, its continuations joined. */
  static List<String> of(String page) {
    List<String> lines = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      block
          .group(1)
          .replaceAll("\\\\\\n\\s*", "")
          .lines()
          .map(line -> line.replaceFirst("(^|\\s)#.*", ""))
          .filter(line -> !line.isBlank())
          .forEach(lines::add);
    }
    return lines;
  }

  /** The arguments of each use of a program in a line, without quotes. */
  static List<List<String>> uses(String line, String program) {
    List<List<String>> uses = new ArrayList<>();
    List<String> current = null;
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String text = word.group(1);
      if (text.matches("[;|&<>()]+")) {
        current = null;
      } else if (text.equals(program)) {
        current = new ArrayList<>();
        uses.add(current);
      } else if (current != null) {
        current.add(text.replaceAll("[\"']", ""));
      }
    }
    return uses;
  }

  /** All words of a line, without quotes. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1).replaceAll("[\"']", ""));
    }
    return words;
  }
}
