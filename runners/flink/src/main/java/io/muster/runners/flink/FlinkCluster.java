package io.muster.runners.flink;

import io.muster.pipelines.run.ClusterJob;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.JobCluster;
import io.muster.pipelines.run.RunException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.rest.ConnectionClosedException;
import org.apache.flink.runtime.rest.messages.ClusterConfigurationInfoHeaders;
import org.apache.flink.runtime.rest.messages.ClusterOverviewHeaders;
import org.apache.flink.runtime.rest.messages.ConfigurationInfoEntry;
import org.apache.flink.runtime.rest.messages.DashboardConfigurationHeaders;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobConfigInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointStatistics.CompletedCheckpointStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics.LatestCheckpoints;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics.RestoredCheckpointStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.util.ExceptionUtils;

/** A Flink cluster, asked by its REST API. */
final class FlinkCluster implements JobCluster {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  /** A JobManager that is just started, or just away, is asked again for ten seconds or so. */
  private static final int ATTEMPTS = 6;

  private static final long PAUSE_MILLIS = 2_000;

  private static final long LOOK_AGAIN_MILLIS = 200;

  private final MasterAddress address;
  private final RestClusterClient<StandaloneClusterId> client;

  private FlinkCluster(MasterAddress address, RestClusterClient<StandaloneClusterId> client) {
    this.address = address;
    this.client = client;
  }

  /**
   * The cluster at an address. Asks it nothing yet.
   *
   * @param settings what else Flink's client is told, such as certificates
   */
  static FlinkCluster at(MasterAddress address, Configuration settings) throws RunException {
    Configuration own = new Configuration(settings);
    own.set(RestOptions.ADDRESS, address.host());
    own.set(RestOptions.PORT, address.port());
    if (!own.contains(RestOptions.RETRY_MAX_ATTEMPTS)) {
      own.set(RestOptions.RETRY_MAX_ATTEMPTS, ATTEMPTS);
      own.set(RestOptions.RETRY_DELAY, PAUSE_MILLIS);
    }
    try {
      return new FlinkCluster(
          address, new RestClusterClient<>(own, StandaloneClusterId.getInstance()));
    } catch (Exception e) {
      if (isAway(e)) {
        throw awayFrom(address, e);
      }
      throw new RunException(
          ExitCode.FAILED,
          "Flink's client for %s can't be made (%s); check the Flink configuration of this side"
              .formatted(address, ServerWords.of(e)),
          e);
    }
  }

  @Override
  public List<ClusterJob> jobs() throws RunException {
    List<ClusterJob> jobs = new ArrayList<>();
    for (JobStatusMessage job : statuses()) {
      labels(job.getJobId()).flatMap(labels -> named(job, labels)).ifPresent(jobs::add);
    }
    return jobs;
  }

  private List<JobStatusMessage> statuses() throws RunException {
    List<JobStatusMessage> statuses = new ArrayList<>(ask(client.listJobs()));
    statuses.sort(Comparator.comparingLong(JobStatusMessage::getStartTime).reversed());
    return statuses;
  }

  private static Optional<ClusterJob> named(JobStatusMessage job, Map<String, String> labels) {
    return Optional.ofNullable(labels.get(RunLabels.RUN))
        .map(
            run ->
                new ClusterJob(
                    job.getJobId().toHexString(),
                    run,
                    job.getJobState().name(),
                    job.getJobState().isGloballyTerminalState(),
                    Instant.ofEpochMilli(job.getStartTime()),
                    labels.getOrDefault(RunLabels.READS, ""),
                    labels.getOrDefault(RunLabels.FOLDER, ""),
                    labels.getOrDefault(RunLabels.STATE, "")));
  }

  /** The options of a job; none of one that is just beginning, or just forgotten. */
  private Optional<Map<String, String>> labels(JobID job) throws RunException {
    JobMessageParameters ofJob = new JobMessageParameters();
    ofJob.jobPathParameter.resolve(job);
    try {
      JobConfigInfo config =
          answer(
              client.sendRequest(
                  JobConfigHeaders.getInstance(), ofJob, EmptyRequestBody.getInstance()));
      return Optional.ofNullable(config.getExecutionConfigInfo())
          .map(JobConfigInfo.ExecutionConfigInfo::getGlobalJobParameters);
    } catch (ExecutionException e) {
      if (ExceptionUtils.findThrowable(e, RestClientException.class).isPresent()) {
        return Optional.empty();
      }
      throw unanswered(e);
    }
  }

  @Override
  public String stop(String id, Optional<String> folder, boolean drain) throws RunException {
    try {
      // Canonical savepoints can be read by every state backend. However long it takes: what is
      // pending may have to be delivered first.
      return client
          .stopWithSavepoint(
              JobID.fromHexString(id), drain, folder.orElse(null), SavepointFormatType.CANONICAL)
          .get();
    } catch (ExecutionException e) {
      throw notStopped(id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted", e);
    }
  }

  @Override
  public Optional<String> cancel(String id) throws RunException {
    JobID job = JobID.fromHexString(id);
    cancel(job);
    long deadline = System.nanoTime() + LONGEST_ANSWER.toNanos();
    while (!state(job).isGloballyTerminalState()) {
      if (System.nanoTime() > deadline) {
        throw new RunException(
            ExitCode.FAILED,
            "job %s was cancelled, but has not ended in %d s; see Flink's page"
                .formatted(id, LONGEST_ANSWER.toSeconds()));
      }
      pause();
    }
    return checkpoint(job);
  }

  private static void pause() throws RunException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted", e);
    }
  }

  private RunException notStopped(String id, ExecutionException e) {
    if (isAway(e)) {
      return unanswered(e);
    }
    String words = ServerWords.of(e);
    // Flink's own name the task, which for its chain of operators is a line of hundreds of letters.
    if (words.contains(CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING.message())) {
      words =
          "some of its tasks don't run at the moment, since it starts, is restarted or waits for"
              + " slots; try again when 'muster jobs' shows it as RUNNING";
    }
    return words.contains("state.savepoints.dir")
        ? new RunException(
            ExitCode.USAGE,
            "the cluster has no folder for savepoints: name one with --savepoint DIR",
            e)
        : new RunException(
            ExitCode.FAILED,
            "job %s was not stopped, and goes on: %s%nOne that takes no savepoint, since it is restarted over and over, is ended by --cancel"
                .formatted(id, words),
            e);
  }

  /** The id of the job that was started last under that name. */
  Optional<JobID> newest(String name) throws RunException {
    return statuses().stream()
        .filter(job -> job.getJobName().equals(name))
        .map(JobStatusMessage::getJobId)
        .findFirst();
  }

  JobStatus state(JobID job) throws RunException {
    return ask(client.getJobStatus(job));
  }

  /** How a job ended; waits for its end. */
  JobResult result(JobID job) throws RunException {
    return ask(client.requestJobResult(job));
  }

  void cancel(JobID job) throws RunException {
    ask(client.cancel(job));
  }

  /** Where the latest checkpoint of a job is kept, if it is; else what the job went on from. */
  Optional<String> checkpoint(JobID job) throws RunException {
    JobMessageParameters ofJob = new JobMessageParameters();
    ofJob.jobPathParameter.resolve(job);
    LatestCheckpoints latest =
        ask(client.sendRequest(
                CheckpointingStatisticsHeaders.getInstance(),
                ofJob,
                EmptyRequestBody.getInstance()))
            .getLatestCheckpoints();
    return Optional.ofNullable(latest.getCompletedCheckpointStatistics())
        .filter(completed -> !completed.isDiscarded())
        .map(CompletedCheckpointStatistics::getExternalPath)
        .or(
            () ->
                Optional.ofNullable(latest.getRestoredCheckpointStatistics())
                    .map(RestoredCheckpointStatistics::getExternalPath))
        .filter(path -> path.contains("/"));
  }

  /** What the cluster's own configuration says; of secrets only that they are there. */
  Map<String, String> settings() throws RunException {
    Map<String, String> settings = new TreeMap<>();
    for (ConfigurationInfoEntry entry :
        ask(
            client.sendRequest(
                ClusterConfigurationInfoHeaders.getInstance(),
                EmptyMessageParameters.getInstance(),
                EmptyRequestBody.getInstance()))) {
      settings.put(entry.getKey(), entry.getValue());
    }
    return settings;
  }

  /** Flink's version, such as {@code 1.19.0}. */
  String version() throws RunException {
    return ask(client.sendRequest(
            DashboardConfigurationHeaders.getInstance(),
            EmptyMessageParameters.getInstance(),
            EmptyRequestBody.getInstance()))
        .getFlinkVersion();
  }

  /** How many slots nobody has. */
  int freeSlots() throws RunException {
    return ask(client.sendRequest(
            ClusterOverviewHeaders.getInstance(),
            EmptyMessageParameters.getInstance(),
            EmptyRequestBody.getInstance()))
        .getNumSlotsAvailable();
  }

  private <T> T ask(CompletableFuture<T> asked) throws RunException {
    try {
      return answer(asked);
    } catch (ExecutionException e) {
      throw unanswered(e);
    }
  }

  private <T> T answer(CompletableFuture<T> asked) throws ExecutionException, RunException {
    try {
      return asked.get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw unanswered(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted", e);
    }
  }

  private static boolean isAway(Throwable failure) {
    return ExceptionUtils.findThrowable(failure, ConnectException.class).isPresent()
        || ExceptionUtils.findThrowable(failure, UnknownHostException.class).isPresent()
        || ExceptionUtils.findThrowable(failure, ConnectionClosedException.class).isPresent();
  }

  private RunException unanswered(Exception e) {
    if (isAway(e) || e instanceof TimeoutException) {
      return awayFrom(address, e);
    }
    String fault =
        isForeign(e)
            ? "what answers at %s is no Flink cluster (%s); check --flinkMaster"
            : "the Flink cluster at %s refuses: %s";
    return new RunException(ExitCode.FAILED, fault.formatted(address, ServerWords.of(e)), e);
  }

  /** Whether the answer is none of Flink's: its client can't read it, or misses what all have. */
  private static boolean isForeign(Exception e) {
    return ExceptionUtils.findThrowable(
                e, cause -> cause instanceof RestClientException && cause.getCause() != null)
            .isPresent()
        || ExceptionUtils.findThrowable(e, NullPointerException.class).isPresent();
  }

  private static RunException awayFrom(MasterAddress address, Exception e) {
    return new RunException(
        ExitCode.FAILED,
        "no Flink cluster answers at %s; check --flinkMaster, and that the cluster is up"
            .formatted(address),
        e);
  }

  MasterAddress address() {
    return address;
  }

  @Override
  public void close() {
    client.close();
  }
}
