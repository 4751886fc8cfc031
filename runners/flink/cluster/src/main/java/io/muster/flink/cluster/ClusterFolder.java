package io.muster.flink.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a cluster keeps what it writes. */
record ClusterFolder(Path root) {

  /** Makes all of it. */
  static ClusterFolder in(Path root) throws IOException {
    ClusterFolder folder = new ClusterFolder(root.toAbsolutePath().normalize());
    for (String name : new String[] {"conf", "log", "tmp", "web", "checkpoints", "savepoints"}) {
      Files.createDirectories(folder.root.resolve(name));
    }
    return folder;
  }

  Path conf() {
    return root.resolve("conf");
  }

  /** What a process logs, which Flink's page shows too. */
  Path log(String process) {
    return root.resolve("log").resolve(process + ".log");
  }

  /** What a process says on its standard streams; Flink's page wants it beside the log. */
  Path out(String process) {
    return root.resolve("log").resolve(process + ".out");
  }

  Path tmp() {
    return root.resolve("tmp");
  }

  Path web() {
    return root.resolve("web");
  }

  URI checkpoints() {
    return root.resolve("checkpoints").toUri();
  }

  URI savepoints() {
    return root.resolve("savepoints").toUri();
  }
}
