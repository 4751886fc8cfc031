package io.muster.cli.deploy;

import io.muster.cli.WrittenCommand;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A workspace as {@code muster check} sees it.
 *
 * @param code its exit code
 * @param words what it says of faults and doubts, but for credentials that are not on this machine
 */
record Checked(int code, String words) {

  private static final Pattern UNREADABLE =
      Pattern.compile("warning: connections[.].+[.]auth: [$]\\{(env|file):");

  static Checked of(Path workspace) {
    WrittenCommand.Outcome outcome = WrittenCommand.run("check", "-w", workspace.toString());
    String words =
        outcome
            .err()
            .lines()
            .filter(line -> !UNREADABLE.matcher(line).find())
            .collect(Collectors.joining("\n"));
    return new Checked(outcome.code(), words);
  }
}
