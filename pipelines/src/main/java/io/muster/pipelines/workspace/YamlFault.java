package io.muster.pipelines.workspace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Says in our words what the YAML parser found. Its own are not shown: they quote the file, and the
 * line may hold a credential.
 *
 * @param sign how the parser's message begins or what it holds
 */
record YamlFault(String sign, String reason, String mend) {

  private static final List<YamlFault> KNOWN =
      List.of(
          new YamlFault("\\t", "a tab stands where blanks belong", "indent with blanks"),
          new YamlFault(
              "mapping values are not allowed here",
              "a second \": \" in one line, or a wrong indentation",
              "put a value that holds \": \" in quotes, and line keys up"),
          new YamlFault(
              "expected ',' or '}'",
              "a map in braces does not go on as one",
              "separate its keys with commas, and put a value with braces in quotes, as in"
                  + " \"${env:NAME}\""),
          new YamlFault(
              "expected ',' or ']'",
              "a list in brackets does not go on as one",
              "separate its items with commas and close it with ]"),
          new YamlFault(
              "expected <block end>",
              "the line does not fit the ones above it",
              "line it up with its neighbours"),
          new YamlFault(
              "could not find expected ':'", "a key has no \":\" behind it", "write key: value"),
          new YamlFault(
              "found undefined alias",
              "an alias (*) names no anchor (&) above it",
              "put a value that begins with * in quotes"),
          new YamlFault("found unexpected end of stream", "a quote is not closed", "close it"),
          new YamlFault(
              "found unknown escape character",
              "a backslash in double quotes begins no known escape",
              "double the backslash, or use single quotes"),
          new YamlFault(
              "sequence entries are not allowed here",
              "a list cannot begin here",
              "put its first \"- \" on a line of its own"),
          new YamlFault(
              "cannot start any token",
              "a value begins with a character that YAML keeps for itself",
              "put the value in quotes"));

  private static final YamlFault UNKNOWN =
      new YamlFault("", "is not YAML", "check quotes, colons and indentation here");

  static void report(YamlEngineException exception, ProblemLog log) {
    String words = String.valueOf(exception.getMessage());
    Optional<Mark> mark = Optional.empty();
    if (exception instanceof MarkedYamlEngineException marked) {
      words = marked.getContext() + " " + marked.getProblem();
      mark = marked.getProblemMark().or(marked::getContextMark);
    }
    String said = words.toLowerCase(Locale.ROOT);
    YamlFault fault =
        KNOWN.stream().filter(known -> said.contains(known.sign)).findFirst().orElse(UNKNOWN);
    log.addAt(
        mark.map(at -> at.getLine() + 1).orElse(0),
        mark.map(at -> at.getColumn() + 1).orElse(0),
        fault.reason,
        fault.mend);
  }
}
