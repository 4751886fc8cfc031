package io.muster.pipelines.run;

import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.run.RunOutcome.Spared;
import io.muster.pipelines.sink.RunFolder;
import io.muster.workspace.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs an activation, or a replay, from its request to its report. */
public final class ActivationRun {

  private final RunnerLauncher launcher;
  private final RunListener listener;
  private final Clock clock;
  private final RunSetup setup;
  private final Secrets secrets = Secrets.ofProcess();
  private final ActivationRequest request;
  private final Stopper stopper;
  private volatile boolean worksHere = true;

  public ActivationRun(
      ActivationRequest request, RunnerLauncher launcher, RunListener listener, Clock clock) {
    this.request = request;
    this.launcher = launcher;
    this.setup = new RunSetup(launcher);
    this.listener = listener;
    this.clock = clock;
    this.stopper = new Stopper(listener);
  }

  /**
   * Runs it to its end, or until it is stopped, or until it goes on without this process.
   *
   * @throws RunException when it could not start or failed; its report, if there is one, says
   *     {@code failed}
   */
  public RunOutcome run() throws RunException {
    try {
      return runToEnd();
    } finally {
      stopper.ended();
    }
  }

  /**
   * Ends a run from outside, in good order: nothing more is sent, the report says what has been
   * delivered and what is pending, and the connections are free. Returns when that is so. What was
   * pending is not committed to Kafka, so the next run of the group reads it again.
   *
   * <p>A run over files in this very process needs none of that, and is left to end with it.
   */
  public void stop() {
    if (worksHere && !request.isEndless()) {
      return;
    }
    stopper.stop(!worksHere);
  }

  private RunOutcome runToEnd() throws RunException {
    // Wrong options are told of before the registry is asked, and have the name that it then gives.
    setup.options(request.launch());
    Optional<RunOutcome> outcome = Optional.empty();
    while (outcome.isEmpty()) {
      outcome = request.terms().id().isEmpty() ? attempt(request) : attemptById();
    }
    return outcome.get();
  }

  /** Looks for what came of runs of the same id; else makes one more, by the next name. */
  private Optional<RunOutcome> attemptById() throws RunException {
    String name;
    try (Registry registry = RunSetup.open(request.workspace().state())) {
      SameId same = sameId(registry).orElseThrow();
      Optional<RunOutcome> done = same.done();
      if (done.isPresent()) {
        return done;
      }
      name = same.nextName();
    } catch (RegistryException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    }
    return attempt(request.named(name));
  }

  private Optional<SameId> sameId(Registry registry) {
    return request
        .terms()
        .id()
        .map(id -> new SameId(id, Purpose.of(request), registry.runs(clock)));
  }

  /**
   * Makes the run, unless it is done already.
   *
   * @return empty when another run of the same id has taken the name meanwhile
   */
  private Optional<RunOutcome> attempt(ActivationRequest named) throws RunException {
    PipelineOptions options = setup.options(named.launch());
    worksHere = launcher.worksHere(options);
    RunSetup.requireFilesystems("input", named.inputs());
    RunSetup.requireFilesystems("--out", List.of(named.out()));
    RunInput input = RunInput.of(named, secrets, worksHere, launcher.rangeBytes());
    RunOutputs outputs = RunOutputs.of(new RunFolder(named.out()), named.outputs(), secrets);
    new Beforehand(named, secrets, listener)
        .check(input, outputs, worksHere, launcher.detaches(options));
    launcher.prepare(options, listener);
    LeasedRun run =
        new LeasedRun(
            named, options, input, outputs, worksHere, launcher, secrets, listener, clock, stopper);
    try (Registry registry = RunSetup.open(named.workspace().state())) {
      return attempt(run, registry);
    } catch (RegistryException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private Optional<RunOutcome> attempt(LeasedRun run, Registry registry) throws RunException {
    ActivationRequest named = run.request();
    LeaseOutcome outcome =
        new LeaseTaking(named.terms(), listener, clock, stopper.over())
            .take(
                registry.leases(clock),
                named.connections(),
                run.holder(),
                name -> launcher.hasEnded(name, run.options()));
    if (outcome instanceof LeaseOutcome.Taken taken) {
      return Optional.of(refused(named, taken));
    }
    try (RunLease lease =
        RunLease.of(registry.leases(clock), (LeaseOutcome.Granted) outcome, listener)) {
      // It may have been done while this one waited.
      Optional<RunOutcome> done = Optional.empty();
      Optional<SameId> same = sameId(registry);
      if (same.isPresent()) {
        done = same.get().done();
      }
      if (done.isPresent()) {
        return done;
      }
      RunSetup.claimAccounts(
          registry, named.connections().stream().map(named.workspace()::connection).toList());
      return run.deliver(lease, registry);
    }
  }

  private RunOutcome refused(ActivationRequest named, LeaseOutcome.Taken taken)
      throws RunException {
    if (named.terms().ifRunning() != IfRunning.SKIP) {
      throw new RunException(ExitCode.REFUSED, taken.words());
    }
    ReportHead head = ReportHead.of(named.run(), clock.instant().toString(), named.workspace());
    return new RunOutcome(
        head.with(List.of(), 0),
        ExitCode.DELIVERED,
        Optional.empty(),
        Optional.of(new Spared(true, named.out(), "skipped, nothing was sent: " + taken.words())));
  }
}
