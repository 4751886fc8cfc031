package io.muster.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the workspace of a run, with a state of its own, into a folder. */
final class Workspaces {

  private Workspaces() {}

  static Path write(Path folder, URI sandbox, List<Target> targets, int lists) throws IOException {
    Files.writeString(folder.resolve("linkedin-token"), "sandbox-linkedin-token\n");
    Files.writeString(folder.resolve("demandbase-token"), "sandbox-demandbase-token\n");
    Files.writeString(folder.resolve("bombora-secret"), "sandbox-secret\n");
    StringBuilder yaml = new StringBuilder("connections:\n");
    for (Target target : targets) {
      yaml.append("  ").append(target.connection()).append(":\n");
      yaml.append(target.yaml().formatted(sandbox));
    }
    yaml.append("dataflows:\n");
    for (Target target : targets) {
      yaml.append("  to-").append(target.connection()).append(":\n");
      yaml.append("    connection: ").append(target.connection()).append("\n");
      yaml.append("    audiences:\n");
      for (int list = 0; list < lists; list++) {
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
    return Files.writeString(folder.resolve("muster.yaml"), yaml);
  }
}
