package io.muster.runners.flink;

import io.muster.pipelines.run.BeamDefaults;
import io.muster.pipelines.run.ClusterJob;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.JobCluster;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RefusedOptionException;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A run on Flink: embedded, on the cluster that {@code --flinkMaster} names, or wherever the
 * program of Flink's that has called us decides.
 */
public final class FlinkLauncher implements RunnerLauncher {

  /** What {@code ./muster} says where the jar for clusters is. */
  private static final String BUNDLE = "muster.bundle";

  private final Optional<Path> bundle;

  /** For {@link java.util.ServiceLoader}. */
  public FlinkLauncher() {
    this(Optional.ofNullable(System.getProperty(BUNDLE)).map(Path::of));
  }

  /**
   * @param bundle the jar for clusters; without one Beam stages the whole class path
   */
  FlinkLauncher(Optional<Path> bundle) {
    this.bundle = bundle;
  }

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public PipelineOptions options(Launch launch) {
    String[] arguments = launch.arguments().toArray(String[]::new);
    FlinkPlace place = FlinkPlace.of(read(first(), arguments).getFlinkMaster());
    FlinkPipelineOptions options = read(defaults(launch, place), arguments);
    OptionChecks.refuseWhatCannotBe(options);
    if (place != FlinkPlace.HOST) {
      ConfigurationFolder.of(options.getFlinkConfDir()).readOrRefuse();
    }
    requireAllConnectionsAtOnce(options);
    label(options.as(RunLabels.class), launch);
    launch
        .mode()
        .from()
        .ifPresent(
            from -> {
              options.setSavepointPath(from.path());
              options.setAllowNonRestoredState(from.dropsState());
            });
    if (launch.mode().detached()) {
      options.setAttachedMode(false);
    }
    switch (place) {
      case EMBEDDED -> refuseToDetach(options);
      case HOST -> refuseWhatTheHostDecides(options);
      case CLUSTER -> {
        MasterAddress.parse(options.getFlinkMaster());
        stageTheBundle(options);
      }
    }
    return options;
  }

  private static FlinkPipelineOptions read(BeamDefaults defaults, String[] arguments) {
    return PipelineOptionsFactory.fromArgs(defaults.under(arguments))
        .withValidation()
        .as(FlinkPipelineOptions.class);
  }

  /** On which all others depend. */
  private static BeamDefaults first() {
    return new BeamDefaults()
        // Beam would look for DirectRunner, which a cluster has not.
        .with("runner", FlinkRunner.class.getSimpleName())
        .with("flinkMaster", FlinkPlace.defaultMaster());
  }

  private static BeamDefaults defaults(Launch launch, FlinkPlace place) {
    BeamDefaults defaults =
        first()
            .with("jobName", launch.run())
            // Batch mode delivers the same, but fills the run folder only when all is over.
            .with("streaming", true)
            // Fixed from the start: it can't change between savepoints. As many workers could share
            // the parsing, far more than the vendors' budgets can use.
            .with("maxParallelism", 128)
            // With checkpoints on, a job whose input has ended would never end.
            .with("shutdownSourcesAfterIdleMs", 0)
            // Elements are immutable, so steps in one chain may share them.
            .with("fasterCopy", true)
            // Larger bundles make larger packets: fewer visits to the state.
            .with("maxBundleSize", 5_000);
    if (launch.endless()) {
      // A packet goes on when its bundle ends: Beam's second would come on top of a batch's.
      defaults.with("maxBundleTimeMills", 200);
    }
    if (place == FlinkPlace.EMBEDDED) {
      // Elsewhere it is the cluster's parallelism.default.
      defaults.with("parallelism", Runtime.getRuntime().availableProcessors());
    }
    if (!launch.endless() || place == FlinkPlace.EMBEDDED) {
      // A run that fails says so, and a scheduler or supervisor starts it again.
      return defaults
          .with("numberOfExecutionRetries", 0)
          // All ranges of a file are handed out at the start, and a checkpoint that waited behind
          // them might wait for the run's end.
          .with("unalignedCheckpointEnabled", !launch.endless())
          // One that does not end in time is no reason to fail.
          .with("failOnCheckpointingErrors", false);
    }
    return place == FlinkPlace.HOST
            && hostConfiguration()
                .getOptional(ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isPresent()
        ? defaults
        : AlwaysOn.options(defaults);
  }

  private static void label(RunLabels labels, Launch launch) {
    labels.setMusterRun(launch.run());
    labels.setMusterReads(launch.reads());
    labels.setMusterFolder(launch.folder());
    labels.setMusterState(launch.state());
    labels.setMusterConnections(launch.connections());
    labels.setMusterAlwaysOn(launch.endless());
  }

  /**
   * Flink's batch scheduling starts a connection's task when another's has ended and left its slot,
   * so a vendor that is down would hold up the others for as long as it is tried.
   */
  private static void requireAllConnectionsAtOnce(FlinkPipelineOptions options) {
    if (!options.isStreaming() && options.getUseDataStreamForBatch()) {
      throw new RefusedOptionException(
          "--useDataStreamForBatch with --streaming=false is refused: Flink would deliver to one"
              + " connection after the other, so a vendor that is down would hold up the rest;"
              + " leave one of the two out");
    }
  }

  private static void refuseToDetach(FlinkPipelineOptions options) {
    if (!options.getAttachedMode()) {
      throw new RefusedOptionException(
          "a run in this process can't be left alone: name a cluster with --flinkMaster=HOST:PORT,"
              + " or leave --detached out");
    }
  }

  private static void refuseWhatTheHostDecides(FlinkPipelineOptions options) {
    if (!options.getAttachedMode()) {
      throw new RefusedOptionException(
          "--detached is for the program that submits: write 'flink run -d', and leave it out"
              + " here");
    }
    if (options.getSavepointPath() != null) {
      throw new RefusedOptionException(
          "--from-savepoint is for the program that submits: write 'flink run -s PATH', or"
              + " savepointPath in the REST request, and leave it out here");
    }
  }

  private void stageTheBundle(FlinkPipelineOptions options) {
    if (options.getFilesToStage() == null) {
      bundle.ifPresent(jar -> options.setFilesToStage(List.of(jar.toString())));
    }
  }

  @Override
  public boolean restores() {
    return true;
  }

  @Override
  public boolean worksHere(PipelineOptions options) {
    return place(options) == FlinkPlace.EMBEDDED;
  }

  private static FlinkPlace place(PipelineOptions options) {
    return FlinkPlace.of(options.as(FlinkPipelineOptions.class).getFlinkMaster());
  }

  @Override
  public boolean detaches(PipelineOptions options) {
    return switch (place(options)) {
      case EMBEDDED -> false;
      case CLUSTER -> !options.as(FlinkPipelineOptions.class).getAttachedMode();
      case HOST -> !hostConfiguration().get(DeploymentOptions.ATTACHED);
    };
  }

  @Override
  public boolean hasEnded(String run, PipelineOptions options) {
    if (place(options) != FlinkPlace.CLUSTER) {
      return false;
    }
    try (FlinkCluster cluster = connect(options.as(FlinkPipelineOptions.class))) {
      List<ClusterJob> ofRun =
          cluster.jobs().stream().filter(job -> job.run().equals(run)).toList();
      return !ofRun.isEmpty() && ofRun.stream().allMatch(ClusterJob::ended);
    } catch (RunException e) {
      return false; // who does not answer says nothing of it
    }
  }

  @Override
  public void prepare(PipelineOptions given, RunListener listener) throws RunException {
    FlinkPipelineOptions options = given.as(FlinkPipelineOptions.class);
    switch (place(options)) {
      case EMBEDDED -> FlinkSettings.forEmbedded(options);
      case CLUSTER -> {
        requireBundle();
        try (FlinkCluster cluster = connect(options)) {
          FlinkSettings.forCluster(options, cluster, listener);
        }
      }
      case HOST -> {
        // The program that has called us has its own configuration.
      }
    }
  }

  private void requireBundle() throws RunException {
    if (bundle.isPresent() && !Files.exists(bundle.get())) {
      throw new RunException(
          ExitCode.FAILED,
          "the jar for clusters is not there (%s); './muster --version' builds it"
              .formatted(bundle.get()));
    }
  }

  private static FlinkCluster connect(FlinkPipelineOptions options) throws RunException {
    return FlinkCluster.at(
        MasterAddress.parse(options.getFlinkMaster()),
        ConfigurationFolder.of(options.getFlinkConfDir()).read());
  }

  @Override
  public StartedRun start(Pipeline pipeline) throws RunException {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    FlinkPlace place = place(options);
    if (place == FlinkPlace.CLUSTER || detaches(options)) {
      // Beam would wait where nobody could cancel the job, or wait for what can't be waited for.
      options.setAttachedMode(false);
    }
    Optional<EmbeddedCheckpoints> checkpoints =
        place == FlinkPlace.EMBEDDED ? EmbeddedCheckpoints.ifUsed(options) : Optional.empty();
    if (checkpoints.isPresent()) {
      checkpoints.get().begin();
    }
    try {
      // In this process it returns when all is over.
      StartedRun run = StartedRun.of(pipeline.run());
      return place == FlinkPlace.CLUSTER
          ? new ClusterRun(connect(options), options.getJobName())
          : run;
    } catch (RuntimeException e) {
      throw Refusals.of(e, options).orElseThrow(() -> e);
    } finally {
      checkpoints.ifPresent(EmbeddedCheckpoints::end);
    }
  }

  @Override
  public Optional<Host> host() {
    if (!FlinkPlace.isHosted()) {
      return Optional.empty();
    }
    // Of jobs that are submitted from within the JobManager's own process.
    boolean server = "embedded".equals(hostConfiguration().get(DeploymentOptions.TARGET));
    return Optional.of(server ? Host.SERVER : Host.CLIENT);
  }

  @Override
  public Optional<String> fixedRun() {
    return FlinkPlace.isHosted() ? FixedRun.name(hostConfiguration()) : Optional.empty();
  }

  private static ReadableConfig hostConfiguration() {
    return StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
  }

  @Override
  public Optional<JobCluster> cluster(String address) throws RunException {
    try {
      Configuration configuration = ConfigurationFolder.of(null).readOrRefuse();
      return Optional.of(FlinkCluster.at(MasterAddress.parse(address), configuration));
    } catch (RefusedOptionException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }
}
