package io.muster.cli.deploy;

import io.muster.cli.WrittenCommand;
import java.nio.file.Path;

/**
 * A workspace as {@code muster check} sees it.
 *
 * @param code its exit code
 * @param words what it says of faults and doubts
 */
record Checked(int code, String words) {

  static Checked of(Path workspace) {
    WrittenCommand.Outcome outcome = WrittenCommand.run("check", "-w", workspace.toString());
    return new Checked(outcome.code(), outcome.err());
  }
}
