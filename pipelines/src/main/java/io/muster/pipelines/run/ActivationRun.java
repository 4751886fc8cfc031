package io.muster.pipelines.run;

import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.kafka.KafkaTopics.Snapshot;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs an activation, or a replay, from its request to its report. */
public final class ActivationRun {

  private static final long LONGEST_STOP_SECONDS = 20;

  private final ActivationRequest request;
  private final RunnerLauncher launcher;
  private final RunListener listener;
  private final Clock clock;
  private final Secrets secrets = Secrets.ofProcess();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile Optional<Begun> begun = Optional.empty();
  private volatile Optional<PipelineResult> running = Optional.empty();

  public ActivationRun(
      ActivationRequest request, RunnerLauncher launcher, RunListener listener, Clock clock) {
    this.request = request;
    this.launcher = launcher;
    this.listener = listener;
    this.clock = clock;
  }

  /** What a run that is stopped has to put in order. */
  private record Begun(RunFolder folder, ReportHead head, KeptLease lease) {}

  /**
   * Runs it to its end, or until it is stopped.
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
   */
  public void stop() {
    stopping = true;
    try {
      if (running.isPresent()) {
        running.get().cancel();
        if (over.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
      if (begun.isPresent()) {
        // The runner can't be cancelled from here; but without the lease it makes no more calls.
        begun.get().lease().close();
        write(begun.get().folder(), ended(read(begun.get()), "incomplete"));
      }
    } catch (IOException | RuntimeException e) {
      listener.notice("the run could not be stopped in good order: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RunOutcome runToEnd() throws RunException {
    PipelineOptions options = options();
    FileSystems.setDefaultPipelineOptions(options);
    boolean worksHere = launcher.worksHere(options);
    RunInput input = RunInput.of(request, secrets, worksHere);
    RunOutputs outputs = RunOutputs.of(new RunFolder(request.out()), request.outputs(), secrets);
    if (worksHere) {
      requireTopics(outputs);
      requireSecrets();
    }
    List<String> connections =
        request.workspace().dataflows().stream().map(Dataflow::connection).distinct().toList();
    try (Registry registry = Registry.open(request.workspace().state())) {
      LeaseOutcome outcome =
          registry.leases(clock).acquire(connections, LeaseHolder.ofThisProcess(request.run()));
      if (outcome instanceof LeaseOutcome.Taken taken) {
        throw new RunException(ExitCode.REFUSED, taken.words(), null);
      }
      try (KeptLease lease =
          KeptLease.of(
              registry.leases(clock), ((LeaseOutcome.Granted) outcome).lease(), listener)) {
        return deliver(options, input, outputs, lease);
      }
    } catch (RegistryException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private PipelineOptions options() throws RunException {
    int connections = request.workspace().connections().size();
    try {
      return launcher.options(request.beamArguments().toArray(String[]::new), connections);
    } catch (IllegalArgumentException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** Where the work is done here, a topic that can't be written is seen likewise. */
  private static void requireTopics(RunOutputs outputs) throws RunException {
    try {
      outputs.checkTopics();
    } catch (KafkaConfigException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
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
      throw new RunException(ExitCode.USAGE, String.join(System.lineSeparator(), missing), null);
    }
  }

  private RunOutcome deliver(
      PipelineOptions options, RunInput input, RunOutputs outputs, KeptLease lease)
      throws RunException {
    RunFolder folder = outputs.folder();
    ReportHead head = ReportHead.of(request.run(), clock.instant().toString(), request.workspace());
    try {
      outputs.prepareFolder();
      folder.write(RunFolder.REPORT_JSON, RunReportJson.write(head.with(List.of(), 0)));
    } catch (IOException e) {
      throw new RunException(
          ExitCode.USAGE,
          "run folder %s cannot be written (%s); give another --out"
              .formatted(request.out(), e.getMessage()),
          e);
    }
    Pipeline pipeline = Pipeline.create(options);
    ActivationPipeline activation =
        new ActivationPipeline(
            request.workspace(),
            head,
            outputs,
            request.confirmedRemovals(),
            new Surroundings(
                secrets,
                RegistryLocation.of(request.workspace().state()).opener(),
                request.drainTimeout(),
                launcher.restores()));
    if (request.replay().isPresent()) {
      activation.replay(pipeline, input.name(), input.read(), request.replay().get());
    } else {
      activation.activate(pipeline, input.name(), input.read(), input.offsets());
    }
    begun = Optional.of(new Begun(folder, head, lease));
    ReportWatch watch = ReportWatch.of(folder, listener);
    try (watch) {
      PipelineResult result = pipeline.run();
      running = Optional.of(result);
      PipelineResult.State state = result.waitUntilFinish();
      if (!stopping && state != PipelineResult.State.DONE && state != null) {
        throw failed(folder, head, "the run ended as " + state, null);
      }
    } catch (RuntimeException e) {
      if (!stopping) {
        throw failed(folder, head, FailureWords.of(e), e);
      }
    }
    if (stopping) {
      return end(folder, head, Optional.of("incomplete"));
    }
    Optional<String> loss = lease.loss();
    if (loss.isPresent()) {
      throw failed(folder, head, loss.get(), null);
    }
    RunOutcome outcome = end(folder, head, Optional.empty());
    input.snapshot().ifPresent(this::commit);
    return outcome;
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

  private RunException failed(RunFolder folder, ReportHead head, String words, Throwable cause) {
    try {
      write(folder, ended(read(folder, head), "failed"));
    } catch (IOException e) {
      listener.notice("the report in %s could not be written: %s".formatted(folder.path(), e));
    }
    return new RunException(ExitCode.FAILED, words, cause);
  }

  private RunOutcome end(RunFolder folder, ReportHead head, Optional<String> status)
      throws RunException {
    try {
      RunReport counted = read(folder, head);
      RunReport report = ended(counted, status.orElseGet(() -> RunStatus.of(counted)));
      write(folder, report);
      return new RunOutcome(report, RunStatus.exitCode(report));
    } catch (IOException e) {
      throw new RunException(
          ExitCode.FAILED,
          "the report in %s could not be written: %s".formatted(folder.path(), e.getMessage()),
          e);
    }
  }

  private static RunReport read(Begun run) throws IOException {
    return read(run.folder(), run.head());
  }

  private static RunReport read(RunFolder folder, ReportHead head) throws IOException {
    Optional<String> text = folder.read(RunFolder.REPORT_JSON);
    return text.map(RunReportJson::read).orElse(head.with(List.of(), 0));
  }

  private RunReport ended(RunReport report, String status) {
    return new RunReport(
        report.run(),
        status,
        report.startedAt(),
        clock.instant().toString(),
        report.dataflows(),
        report.malformed());
  }

  private static void write(RunFolder folder, RunReport report) throws IOException {
    folder.write(RunFolder.REPORT_JSON, RunReportJson.write(report));
    folder.write(RunFolder.REPORT_HTML, HtmlReport.render(report));
  }
}
