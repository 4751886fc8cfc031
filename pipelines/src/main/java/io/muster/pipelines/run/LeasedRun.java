package io.muster.pipelines.run;

import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.kafka.KafkaTopics.Snapshot;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.pipelines.page.PageSources;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.RunOutcome.LeftJob;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A run that has its name and may write its connections: from its entry in the registry, by its
 * pipeline, to its report.
 *
 * @param worksHere whether the work is done in this process
 */
record LeasedRun(
    ActivationRequest request,
    PipelineOptions options,
    RunInput input,
    RunOutputs outputs,
    boolean worksHere,
    RunnerLauncher launcher,
    Secrets secrets,
    RunListener listener,
    Clock clock,
    Stopper stopper) {

  /**
   * Delivers, and sees that the registry knows how that ended.
   *
   * @return empty when another run of the same id has the name
   */
  Optional<RunOutcome> deliver(RunLease lease, Registry registry) throws RunException {
    Instant start = clock.instant();
    RunEntry entry = entry(registry, start);
    if (!entry.begin()) {
      return Optional.empty();
    }
    ReportHead head = ReportHead.of(request.run(), start.toString(), request.workspace());
    WrittenReport report = new WrittenReport(outputs.folder(), head, clock, listener);
    PageSources sources =
        PageSources.of(
            request.workspace(), outputs.deadLetters().isEmpty(), outputs.ledger().isEmpty());
    try {
      RunOutcome outcome = deliver(ending(sources), lease, report, entry);
      outcome.left().flatMap(LeftJob::id).ifPresent(entry::left);
      if (stopper.isStopping()) {
        entry.stopped(outcome.report());
      } else {
        entry.ended(outcome.report(), outcome.exitCode());
      }
      EndedRun.writePage(outputs.folder(), sources, outcome.report(), registry, listener);
      return Optional.of(outcome);
    } catch (RunException e) {
      entry.ended(report.asItFailed(), e.exitCode());
      throw e;
    } catch (RuntimeException e) {
      entry.ended(report.asItFailed(), ExitCode.FAILED);
      throw e;
    }
  }

  /** Elsewhere, the work itself says that it has ended: no launcher may be left that would. */
  private RunOutputs ending(PageSources sources) {
    return worksHere
        ? outputs
        : outputs.ending(
            new EndedRun(
                outputs.folder(),
                sources,
                RegistryLocation.of(request.workspace().state()).forWorkers(),
                ClockSource.SYSTEM));
  }

  /** Who writes the connections. */
  LeaseHolder holder() {
    return worksHere ? LeaseHolder.ofThisProcess(request.run()) : LeaseHolder.ofJob(request.run());
  }

  private RunEntry entry(Registry registry, Instant start) {
    Purpose purpose = Purpose.of(request);
    return new RunEntry(
        registry.runs(clock),
        new RunStart(
            request.run(),
            request.terms().id(),
            purpose.command(),
            purpose.workspace().toString(),
            purpose.choice(),
            launcher.name(),
            new RunFolder(request.out()).place(),
            holder(),
            start),
        listener);
  }

  private RunOutcome deliver(
      RunOutputs written, RunLease lease, WrittenReport report, RunEntry entry)
      throws RunException {
    RunSetup.prepare(
        request.out(),
        () -> {
          written.prepareFolder();
          report.begin(lease.isHeldAgain());
        });
    Pipeline pipeline = pipeline(written, report.head());
    stopper.begins(report, lease, entry);
    boolean detaches = launcher.detaches(options);
    ReportWatch watch = ReportWatch.of(outputs.folder(), listener);
    try (watch;
        StartedRun started = launcher.start(pipeline)) {
      lease.submitted();
      if (detaches) {
        return new RunOutcome(
            report.none(), ExitCode.DELIVERED, Optional.of(new LeftJob(started.job())));
      }
      stopper.started(started);
      Optional<PipelineResult.State> badly =
          awaitEnd(started, lease).filter(state -> state != PipelineResult.State.DONE);
      if (!stopper.isStopping() && badly.isPresent()) {
        throw new RunException(ExitCode.FAILED, "the run ended as " + badly.get());
      }
    } catch (RunException e) {
      report.markFailed();
      throw e;
    } catch (RuntimeException e) {
      if (!stopper.isStopping()) {
        report.markFailed();
        throw new RunException(ExitCode.FAILED, FailureWords.of(e), e);
      }
    }
    if (stopper.isStopping()) {
      return outcome(report::stopped);
    }
    Optional<String> loss = lease.loss();
    if (loss.isPresent()) {
      report.markFailed();
      throw new RunException(ExitCode.FAILED, loss.get());
    }
    RunOutcome outcome = outcome(report::ended);
    input.snapshot().ifPresent(this::commit);
    return outcome;
  }

  private Pipeline pipeline(RunOutputs written, ReportHead head) {
    RegistryLocation registry = RegistryLocation.of(request.workspace().state());
    Pipeline pipeline = Pipeline.create(options);
    ActivationPipeline activation =
        new ActivationPipeline(
            request.workspace(),
            head,
            written,
            request.confirmedRemovals(),
            new Surroundings(
                secrets,
                worksHere ? registry.opener() : registry.jobOpener(Leases.HEARTBEAT_EVERY),
                MembershipFolders.of(request.workspace().state()).endless(request.isEndless()),
                request.drainTimeout(),
                launcher.restores()),
            request.memberships());
    if (request.replay().isPresent()) {
      activation.replay(pipeline, input.name(), input.read(), request.replay().get());
    } else {
      activation.activate(pipeline, input.name(), input.read(), input.offsets());
    }
    return pipeline;
  }

  /** A lease need not outlive what is known to be over, be it by a failure. */
  private static Optional<PipelineResult.State> awaitEnd(StartedRun started, RunLease lease)
      throws RunException {
    Optional<PipelineResult.State> state;
    try {
      state = started.waitUntilFinish();
    } catch (RuntimeException e) {
      lease.ended();
      throw e;
    }
    if (state.map(PipelineResult.State::isTerminal).orElse(false)) {
      lease.ended();
    }
    return state;
  }

  /** What isn't committed is read again by the next run, which does no harm. */
  private void commit(Snapshot snapshot) {
    try {
      snapshot.commit();
    } catch (RuntimeException e) {
      listener.notice(
          "all is delivered, but the offsets of group %s could not be committed (%s): the next run reads the same again"
              .formatted(request.kafka().orElseThrow().group(), e.getClass().getSimpleName()));
    }
  }

  private RunOutcome outcome(WrittenReport.Ending ending) throws RunException {
    try {
      RunReport report = ending.write();
      return new RunOutcome(
          report,
          request.isEndless() ? RunStatus.exitCodeOfStopped(report) : RunStatus.exitCode(report));
    } catch (IOException e) {
      throw new RunException(
          ExitCode.FAILED,
          "the report in %s could not be written: %s".formatted(request.out(), e.getMessage()),
          e);
    }
  }
}
