package io.muster.cli;

import io.muster.pipelines.handover.HandoverRequest;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.workspace.Workspace;

/**
 * What a command that delivers is about to do, once its options are read.
 *
 * @param beam what the user leaves to Beam
 * @param workspace what of the workspace is delivered
 * @param narrowed whether that is not all of it
 * @param launcher the runner that is asked for
 * @param console where it is shown
 */
record Delivery(
    BeamArguments beam,
    Workspace workspace,
    boolean narrowed,
    RunnerLauncher launcher,
    RunConsole console) {

  /**
   * Runs it, and shows what came of it.
   *
   * @throws RunException when it could not start or failed
   */
  ExitCode run(ActivationRequest request) throws RunException {
    return run(request, RunConsole.Addition.NONE);
  }

  /** The same, with something more to show. */
  ExitCode run(ActivationRequest request, RunConsole.Addition more) throws RunException {
    return console.run(checked(request), launcher, more).exitCode();
  }

  /**
   * Hands a snapshot to a job, and shows what that came to.
   *
   * @throws RunException when it could not start or failed, or the job was not done in time
   */
  ExitCode handOver(HandoverRequest request) throws RunException {
    return console.handOver(request, launcher);
  }

  /**
   * The request as the runner takes it.
   *
   * @throws RunException when Beam does not know one of its options, or Muster can't run with it
   */
  ActivationRequest checked(ActivationRequest request) throws RunException {
    return beam.check(launcher, request);
  }
}
