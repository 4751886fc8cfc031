package io.muster.pipelines.run;

import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.kafka.KafkaTopics;
import io.muster.pipelines.kafka.KafkaTopics.Snapshot;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.pipelines.page.PageSources;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.RunOutcome.LeftJob;
import io.muster.pipelines.run.RunOutcome.Spared;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs an activation, or a replay, from its request to its report. */
public final class ActivationRun {

  private static final long LONGEST_STOP_SECONDS = 20;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final RunnerLauncher launcher;
  private final RunListener listener;
  private final Clock clock;
  private final RunSetup setup;
  private final Secrets secrets = Secrets.ofProcess();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Gets its name anew where another run of the same id has had it. */
  private volatile ActivationRequest request;

  private volatile boolean stopping;
  private volatile boolean worksHere = true;
  private volatile Optional<Begun> begun = Optional.empty();
  private volatile Optional<StartedRun> running = Optional.empty();

  public ActivationRun(
      ActivationRequest request, RunnerLauncher launcher, RunListener listener, Clock clock) {
    this.request = request;
    this.launcher = launcher;
    this.setup = new RunSetup(launcher);
    this.listener = listener;
    this.clock = clock;
  }

  /** What a run that is stopped has to put in order. */
  private record Begun(WrittenReport report, RunLease lease, RunEntry entry) {}

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
      over.countDown();
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
    stopping = true;
    try {
      awaitStart();
      if (running.isPresent()) {
        running.get().cancel().ifPresent(this::noticeCheckpoint);
        if (over.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
      if (begun.isPresent()) {
        // The runner can't be cancelled from here; but without the lease it makes no more calls.
        begun.get().lease().ended();
        begun.get().lease().close();
        begun.get().entry().stopped(begun.get().report().stopped());
      }
    } catch (IOException | RuntimeException e) {
      listener.notice("the run could not be stopped in good order: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A job that is on its way to a cluster can be cancelled once it is there. */
  private void awaitStart() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_STOP_SECONDS);
    while (!worksHere && begun.isPresent() && running.isEmpty() && System.nanoTime() < deadline) {
      if (over.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void noticeCheckpoint(String path) {
    listener.notice("the job's last checkpoint is " + path + "; --from-savepoint goes on from it");
  }

  private RunOutcome runToEnd() throws RunException {
    Optional<RunOutcome> outcome = Optional.empty();
    while (outcome.isEmpty()) {
      outcome = attempt();
    }
    return outcome.get();
  }

  /**
   * Makes the run, unless it is done already.
   *
   * @return empty when another run of the same id has taken the name meanwhile
   */
  private Optional<RunOutcome> attempt() throws RunException {
    // Wrong options are told of before the registry is asked, and have the name that it then gives.
    setup.options(request.launch());
    Optional<RunOutcome> before = lookForSameId();
    if (before.isPresent()) {
      return before;
    }
    PipelineOptions options = setup.options(request.launch());
    worksHere = launcher.worksHere(options);
    RunSetup.requireFilesystems("input", request.inputs());
    RunSetup.requireFilesystems("--out", List.of(request.out()));
    RunInput input = RunInput.of(request, secrets, worksHere);
    RunOutputs outputs = RunOutputs.of(new RunFolder(request.out()), request.outputs(), secrets);
    checkBeforehand(options, input, outputs);
    launcher.prepare(options, listener);
    try (Registry registry = RunSetup.open(request.workspace().state())) {
      LeaseHolder holder =
          worksHere ? LeaseHolder.ofThisProcess(request.run()) : LeaseHolder.ofJob(request.run());
      LeaseOutcome outcome =
          new LeaseTaking(request.terms(), listener, clock, over)
              .take(
                  registry.leases(clock),
                  request.connections(),
                  holder,
                  run -> launcher.hasEnded(run, options));
      if (outcome instanceof LeaseOutcome.Taken taken) {
        return Optional.of(refused(taken));
      }
      try (RunLease lease =
          RunLease.of(registry.leases(clock), (LeaseOutcome.Granted) outcome, listener)) {
        // It may have been done while this one waited.
        Optional<SameId> same = sameId(registry);
        Optional<RunOutcome> done = same.isPresent() ? same.get().done() : Optional.empty();
        if (done.isPresent()) {
          return done;
        }
        RunSetup.claimAccounts(
            registry, request.connections().stream().map(request.workspace()::connection).toList());
        return deliverOnRecord(options, input, outputs, lease, registry);
      }
    } catch (RegistryException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** What else can be wrong before anything is sent. */
  private void checkBeforehand(PipelineOptions options, RunInput input, RunOutputs outputs)
      throws RunException {
    if (worksHere) {
      // A topic that can't be written is seen before anything is sent, too.
      RunSetup.check(outputs::checkTopics);
      requireSecrets();
    } else {
      lookForTopics(outputs);
    }
    if (launcher.detaches(options) && input.snapshot().isPresent()) {
      throw new RunException(
          ExitCode.USAGE,
          "--kafka-stop latest commits when all is delivered, and of a detached run nobody is left"
              + " to do so; leave one of the two out");
    }
  }

  /**
   * A job that reads a topic which isn't there is restarted for ever. That the brokers can't be
   * asked from here is no fault: the workers may be the only ones that reach them, or that have
   * what they ask for.
   */
  private void lookForTopics(RunOutputs outputs) throws RunException {
    try {
      if (request.isEndless()) {
        new KafkaTopics(new KafkaClients(request.kafka().orElseThrow(), secrets)).check();
      }
      outputs.checkTopics();
    } catch (KafkaConfigException e) {
      if (e.isOfMissingTopic()) {
        throw new RunException(ExitCode.USAGE, e.getMessage(), e);
      }
      listener.notice(
          "whether the topics are there could not be seen from here, and is left to the workers: "
              + e.getMessage());
    }
  }

  private Optional<SameId> sameId(Registry registry) {
    return request
        .terms()
        .id()
        .map(id -> new SameId(id, Purpose.of(request), registry.runs(clock)));
  }

  /** What came of the run if it is done; else it gets the name that it has this time. */
  private Optional<RunOutcome> lookForSameId() throws RunException {
    if (request.terms().id().isEmpty()) {
      return Optional.empty();
    }
    try (Registry registry = RunSetup.open(request.workspace().state())) {
      SameId same = sameId(registry).orElseThrow();
      Optional<RunOutcome> done = same.done();
      if (done.isEmpty()) {
        request = request.named(same.nextName());
      }
      return done;
    } catch (RegistryException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private RunOutcome refused(LeaseOutcome.Taken taken) throws RunException {
    if (request.terms().ifRunning() != IfRunning.SKIP) {
      throw new RunException(ExitCode.REFUSED, taken.words());
    }
    ReportHead head = ReportHead.of(request.run(), clock.instant().toString(), request.workspace());
    return new RunOutcome(
        head.with(List.of(), 0),
        ExitCode.DELIVERED,
        Optional.empty(),
        Optional.of(
            new Spared(true, request.out(), "skipped, nothing was sent: " + taken.words())));
  }

  /**
   * Where the work is done here, a credential that can't be read is seen before anything is sent.
   */
  private void requireSecrets() throws RunException {
    Set<String> missing = new LinkedHashSet<>();
    for (Dataflow dataflow : request.workspace().dataflows()) {
      Connection connection = request.workspace().connection(dataflow.connection());
      for (ConfigValue value : connection.auth().values()) {
        try {
          secrets.resolve(value);
        } catch (UnreadableSecretException e) {
          missing.add("connection %s: %s".formatted(connection.name(), e.getMessage()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new RunException(ExitCode.USAGE, String.join(System.lineSeparator(), missing));
    }
  }

  /**
   * Delivers, and sees that the registry knows how that ended.
   *
   * @return empty when another run of the same id has the name
   */
  private Optional<RunOutcome> deliverOnRecord(
      PipelineOptions options,
      RunInput input,
      RunOutputs outputs,
      RunLease lease,
      Registry registry)
      throws RunException {
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
      RunOutcome outcome = deliver(options, input, ending(outputs, sources), lease, report, entry);
      outcome.left().flatMap(LeftJob::id).ifPresent(entry::left);
      if (stopping) {
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
  private RunOutputs ending(RunOutputs outputs, PageSources sources) {
    return worksHere
        ? outputs
        : outputs.ending(
            new EndedRun(
                outputs.folder(),
                sources,
                RegistryLocation.of(request.workspace().state()).forWorkers(),
                ClockSource.SYSTEM));
  }

  private RunEntry entry(Registry registry, Instant start) {
    LeaseHolder place =
        worksHere ? LeaseHolder.ofThisProcess(request.run()) : LeaseHolder.ofJob(request.run());
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
            place,
            start),
        listener);
  }

  private RunOutcome deliver(
      PipelineOptions options,
      RunInput input,
      RunOutputs outputs,
      RunLease lease,
      WrittenReport report,
      RunEntry entry)
      throws RunException {
    RunSetup.prepare(
        request.out(),
        () -> {
          outputs.prepareFolder();
          report.begin(lease.isHeldAgain());
        });
    Pipeline pipeline = pipeline(options, input, outputs, report.head());
    begun = Optional.of(new Begun(report, lease, entry));
    boolean detaches = launcher.detaches(options);
    ReportWatch watch = ReportWatch.of(outputs.folder(), listener);
    try (watch;
        StartedRun started = launcher.start(pipeline)) {
      lease.submitted();
      if (detaches) {
        return new RunOutcome(
            report.none(), ExitCode.DELIVERED, Optional.of(new LeftJob(started.job())));
      }
      running = Optional.of(started);
      PipelineResult.State state = awaitEnd(started, lease);
      if (!stopping && state != PipelineResult.State.DONE && state != null) {
        throw new RunException(ExitCode.FAILED, "the run ended as " + state);
      }
    } catch (RunException e) {
      report.markFailed();
      throw e;
    } catch (RuntimeException e) {
      if (!stopping) {
        report.markFailed();
        throw new RunException(ExitCode.FAILED, FailureWords.of(e), e);
      }
    }
    if (stopping) {
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

  private Pipeline pipeline(
      PipelineOptions options, RunInput input, RunOutputs outputs, ReportHead head) {
    RegistryLocation registry = RegistryLocation.of(request.workspace().state());
    Pipeline pipeline = Pipeline.create(options);
    ActivationPipeline activation =
        new ActivationPipeline(
            request.workspace(),
            head,
            outputs,
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
  private static PipelineResult.State awaitEnd(StartedRun started, RunLease lease)
      throws RunException {
    PipelineResult.State state;
    try {
      state = started.waitUntilFinish();
    } catch (RuntimeException e) {
      lease.ended();
      throw e;
    }
    if (state != null && state.isTerminal()) {
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
