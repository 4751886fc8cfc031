package io.muster.cli.endtoend;

import io.muster.pipelines.run.ActivationRequest;
import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A run to be made on a {@link Bench}.
 *
 * @param run its name
 * @param confirmedRemovals ids of audiences whose guard is let go
 */
record Activation(
    Engine engine,
    String run,
    Workspace workspace,
    List<Path> inputs,
    Duration drainTimeout,
    Set<String> confirmedRemovals) {

  /** One that is patient and confirms nothing. */
  static Activation of(Engine engine, String run, Workspace workspace, List<Path> inputs) {
    return new Activation(engine, run, workspace, inputs, Duration.ofMinutes(1), Set.of());
  }

  Activation draining(Duration timeout) {
    return new Activation(engine, run, workspace, inputs, timeout, confirmedRemovals);
  }

  Activation confirming(String audience) {
    return new Activation(engine, run, workspace, inputs, drainTimeout, Set.of(audience));
  }

  ActivationRequest request(Path out) {
    return new ActivationRequest(
        run,
        workspace,
        inputs.stream().map(Path::toString).toList(),
        out.toString(),
        confirmedRemovals,
        drainTimeout,
        engine.beamArguments());
  }
}
