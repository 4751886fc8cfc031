package io.muster.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the workspace of a run, with a state of its own, into a folder. */
final class Workspaces {

  private Workspaces() {}

  /** One connection a target. */
  static Path write(Path folder, URI sandbox, List<Target> targets, int lists) throws IOException {
    return write(folder, sandbox, targets, lists, 1);
  }

  /**
   * Several connections a target, among which the lists are dealt out.
   *
   * @param connections of each target, at most as many as lists
   */
  static Path write(Path folder, URI sandbox, List<Target> targets, int lists, int connections)
      throws IOException {
    Files.writeString(folder.resolve("linkedin-token"), "sandbox-linkedin-token\n");
    Files.writeString(folder.resolve("demandbase-token"), "sandbox-demandbase-token\n");
    Files.writeString(folder.resolve("bombora-secret"), "sandbox-secret\n");
    StringBuilder yaml = new StringBuilder("connections:\n");
    for (Target target : targets) {
      for (int connection = 0; connection < connections; connection++) {
        yaml.append("  ").append(name(target, connection)).append(":\n");
        yaml.append(target.yaml().formatted(sandbox));
      }
    }
    yaml.append("dataflows:\n");
    for (Target target : targets) {
      for (int connection = 0; connection < connections; connection++) {
        dataflow(yaml, target, connection, connections, lists);
      }
    }
    return Files.writeString(folder.resolve("muster.yaml"), yaml);
  }

  private static String name(Target target, int connection) {
    return connection == 0 ? target.connection() : target.connection() + "-" + connection;
  }

  private static void dataflow(
      StringBuilder yaml, Target target, int connection, int connections, int lists) {
    yaml.append("  to-").append(name(target, connection)).append(":\n");
    yaml.append("    connection: ").append(name(target, connection)).append("\n");
    yaml.append("    audiences:\n");
    for (int list = connection; list < lists; list += connections) {
      yaml.append("      - { id: ")
          .append(Workload.audience(list))
          .append(", name: \"")
          .append(Workload.listName(list))
          .append("\", adopt: true }\n");
    }
    yaml.append("    mappings:\n");
    List<String> mappings = target.mappings();
    for (int i = 0; i < mappings.size(); i += 2) {
      yaml.append("      - { source: ")
          .append(mappings.get(i))
          .append(", target: \"")
          .append(mappings.get(i + 1))
          .append("\" }\n");
    }
  }
}
