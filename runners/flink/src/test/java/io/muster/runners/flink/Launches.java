package io.muster.runners.flink;

import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RestorePoint;
import io.muster.pipelines.run.StartMode;
import java.util.List;
import java.util.Optional;

/** Runs as the command line would ask for them. */
final class Launches {

  static final String RUN = "20261122T014501Z-tier-1-03af";

  private Launches() {}

  static Launch ofFiles(String... arguments) {
    return launch(false, StartMode.plain(), arguments);
  }

  static Launch alwaysOn(String... arguments) {
    return launch(true, StartMode.plain(), arguments);
  }

  static Launch detached(String... arguments) {
    return launch(true, new StartMode(true, Optional.empty()), arguments);
  }

  static Launch from(String path, boolean dropsState, String... arguments) {
    return launch(
        true, new StartMode(false, Optional.of(new RestorePoint(path, dropsState))), arguments);
  }

  private static Launch launch(boolean endless, StartMode mode, String... arguments) {
    return new Launch(
        RUN, "/runs/1", "/state", "topic changes", endless, 3, mode, List.of(arguments));
  }
}
