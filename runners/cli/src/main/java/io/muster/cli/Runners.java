package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.RunnerLauncher.Host;
import io.muster.pipelines.workspace.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The Beam runners on the class path. */
final class Runners {

  private static final String DEFAULT = "direct";

  private final List<RunnerLauncher> all =
      ServiceLoader.load(RunnerLauncher.class, RunnerLauncher.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  /**
   * The runner of that name.
   *
   * @throws RunException when there is none
   */
  RunnerLauncher find(String name) throws RunException {
    List<String> names = all.stream().map(RunnerLauncher::name).sorted().toList();
    return all.stream()
        .filter(launcher -> launcher.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    ExitCode.USAGE,
                    "--runner %s: there is no such runner; there is %s"
                        .formatted(name, Suggestion.listed(names))));
  }

  /** The runner whose program has called our {@code main}, else the one for a single machine. */
  RunnerLauncher byDefault() throws RunException {
    Optional<RunnerLauncher> hosting =
        all.stream().filter(launcher -> launcher.host().isPresent()).findFirst();
    return hosting.isPresent() ? hosting.get() : find(DEFAULT);
  }

  /** The program of a runner that has called our {@code main}, if one has. */
  Optional<Host> host() {
    return all.stream().map(RunnerLauncher::host).flatMap(Optional::stream).findFirst();
  }
}
