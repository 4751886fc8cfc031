package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.ReadJsonLines;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job on Flink keeps its lease, and ends its report, without a launcher. */
final class JobLeaseOnFlinkTest {

  private static final String MEMBERS = "accounts$";
  private static final Duration BEAT_EVERY = Duration.ofMillis(200);

  /** So much silence is still borne by whoever asks by {@link #LATE}. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final Clock LATE =
      Clock.offset(Clock.systemUTC(), Leases.DEAD_AFTER.minus(SILENCE));

  @TempDir private Path folder;

  private final List<Change> changes =
      IntStream.range(0, 20).mapToObj(i -> Change.joins(Bench.RENEWALS, i, i)).toList();

  private static Workspace workspace(Bench bench) throws Exception {
    return bench.read(
        bench
            .workspaceText()
            .only(BOMBORA)
            .delivery(BOMBORA, "maxBatchAge: 0s, firstRetry: 1s, retryFor: 1h"));
  }

  private static LeaseOutcome ask(Workspace workspace, Clock clock) {
    try (Registry registry = Registry.open(workspace.state())) {
      return registry.leases(clock).acquire(List.of(BOMBORA), LeaseHolder.ofThisProcess("other"));
    }
  }

  private static RunReport report(Path out) throws Exception {
    return RunReportJson.read(Files.readString(out.resolve(RunFolder.REPORT_JSON)));
  }

  @Test
  void theWorkersKeepTheLeaseAndEndTheReportOnTheirOwn() throws Exception {
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path(MEMBERS));
      Workspace workspace = workspace(bench);
      try (Registry registry = Registry.open(workspace.state())) {
        registry.leases(Clock.systemUTC()).acquire(List.of(BOMBORA), LeaseHolder.ofJob("run"));
      }
      Path out = bench.out("run");
      Pipeline pipeline = pipeline(bench, workspace, out);
      CompletableFuture<Void> job =
          CompletableFuture.runAsync(() -> pipeline.run().waitUntilFinish());

      await(job, () -> calls(bench) > 0);
      Instant longEnough = Instant.now().plus(SILENCE.multipliedBy(2));
      while (Instant.now().isBefore(longEnough)) {
        assertThat(ask(workspace, LATE), is(instanceOf(Taken.class)));
        Thread.sleep(100);
      }
      await(job, () -> report(out).dataflows().get(0).received() == changes.size());
      assertThat(report(out).status(), is("incomplete"));
      assertThat(report(out).endedAt(), is(nullValue()));

      bench.sandbox.faults().clear();
      job.get(1, TimeUnit.MINUTES);
      assertThat(ask(workspace, Clock.systemUTC()), is(instanceOf(Granted.class)));
      assertThat(report(out).status(), is("completed"));
      assertThat(report(out).endedAt(), is(not(nullValue())));
      assertThat(
          Files.readString(out.resolve(RunFolder.REPORT_HTML)),
          containsString("All lists are as they should be"));
      assertDelivered(bench);
    }
  }

  @Test
  @SuppressWarnings("try") // a MiniCluster's close may be interrupted
  void aRunOnAClusterGivesItsConnectionsFreeWhenItsJobHasEnded() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    MiniClusterConfiguration shape =
        new MiniClusterConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumTaskManagers(2)
            .setNumSlotsPerTaskManager(1)
            .build();
    try (MiniCluster cluster = new MiniCluster(shape);
        Bench bench = new Bench(folder, Bench.freeOfRates())) {
      cluster.start();
      Engine engine =
          new Engine(
              "flink",
              List.of(
                  "--flinkMaster=127.0.0.1:" + cluster.getRestAddress().get().getPort(),
                  // It has the classes of this process.
                  "--filesToStage=" + emptyJar(),
                  "--parallelism=2"));
      Workspace workspace = workspace(bench);
      RunOutcome outcome =
          bench.activate(Activation.of(engine, "run", workspace, List.of(input(bench))));

      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat(outcome.report(), is(report(bench.out("run"))));
      assertThat(outcome.report().status(), is("completed"));
      assertThat(ask(workspace, Clock.systemUTC()), is(instanceOf(Granted.class)));
      assertDelivered(bench);
    }
  }

  private Path emptyJar() throws IOException {
    Path jar = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    return jar;
  }

  private Path input(Bench bench) throws Exception {
    return bench.input("changes", changes.stream().map(Change::json).toList());
  }

  private Pipeline pipeline(Bench bench, Workspace workspace, Path out) throws Exception {
    RunOutputs outputs = RunOutputs.of(new RunFolder(out.toString()));
    PipelineOptions options = Bench.flinkOptions();
    FileSystems.setDefaultPipelineOptions(options);
    outputs.prepareFolder();
    Pipeline pipeline = Pipeline.create(options);
    new ActivationPipeline(
            workspace,
            ReportHead.of("run", "2026-11-22T00:00:00Z", workspace),
            outputs,
            Set.of(),
            new Surroundings(
                Secrets.ofProcess(),
                RegistryLocation.of(workspace.state()).jobOpener(BEAT_EVERY),
                MembershipFolders.of(workspace.state()),
                Duration.ofMinutes(2),
                true),
            MembershipUse.believing())
        .activate(
            pipeline,
            "ReadFiles",
            ReadJsonLines.of(InputFiles.resolve(List.of(input(bench).toString()))),
            Optional.empty());
    return pipeline;
  }

  private void assertDelivered(Bench bench) {
    assertThat(
        VendorState.of(bench.sandbox).bomboraRenewals(),
        equalTo(VendorState.mustBe(changes).bomboraRenewals()));
  }

  private static long calls(Bench bench) {
    return bench.sandbox.calls().stream().filter(call -> call.path().endsWith("accounts")).count();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(CompletableFuture<Void> job, Condition condition) throws Exception {
    Instant patience = Instant.now().plus(Duration.ofMinutes(1));
    while (!condition.holds()) {
      assertThat("it never came", !job.isDone() && Instant.now().isBefore(patience));
      Thread.sleep(20);
    }
  }
}
