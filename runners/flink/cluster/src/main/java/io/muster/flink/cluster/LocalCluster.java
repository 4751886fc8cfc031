package io.muster.flink.cluster;

import io.muster.flink.distribution.FlinkDistribution;
import io.muster.process.ChildProcess;
import io.muster.process.JavaProgram;
import io.muster.process.LoopbackPorts;
import io.muster.process.Patience;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A session cluster of one JobManager and some TaskManagers, each a process, on free ports of
 * 127.0.0.1. All of them end with this process, however it ends. Safe for use by several threads.
 */
public final class LocalCluster implements AutoCloseable {

  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final Duration START = Duration.ofSeconds(90);

  // Job graphs, what jobs that are submitted as a jar need for their main, and their class loaders.
  // Compiled quickly, since it has little to do.
  private static final List<String> JOB_MANAGER_JVM =
      List.of("-Xmx448m", "-XX:MaxMetaspaceSize=256m", "-XX:TieredStopAtLevel=1");

  private final ClusterFolder folder;
  private final ClusterOptions options;
  private final FlinkRest rest;
  private final ClusterSettings settings;
  private volatile FlinkProcess jobManager;
  private final List<FlinkProcess> taskManagers = new ArrayList<>();
  private int started;
  private boolean closed;

  private LocalCluster(ClusterFolder folder, ClusterOptions options) throws IOException {
    this.folder = folder;
    this.options = options;
    List<Integer> ports = LoopbackPorts.free(2);
    this.settings = new ClusterSettings(options, folder, ports.get(0), ports.get(1));
    this.rest = new FlinkRest(URI.create("http://" + address()));
    Files.writeString(folder.conf().resolve("config.yaml"), settings.yaml());
    this.jobManager = launchJobManager("jobmanager");
  }

  private FlinkProcess launchJobManager(String name) throws IOException {
    JobManagerProgram program = options.jobManager();
    return launch(
        name, program.mainClass(), program.moreClassPath(), JOB_MANAGER_JVM, program.arguments());
  }

  /**
   * Starts one, and waits until its TaskManagers have registered.
   *
   * @param folder for its configuration, logs, checkpoints, savepoints and temporary files; made if
   *     it is not there
   * @throws IOException when it does not come up; the message has what the culprit said
   */
  public static LocalCluster start(Path folder, ClusterOptions options) throws IOException {
    LocalCluster cluster = new LocalCluster(ClusterFolder.in(folder), options);
    try {
      List<FlinkProcess> launched = new ArrayList<>();
      for (int i = 0; i < options.taskManagers(); i++) {
        launched.add(cluster.launchTaskManager());
      }
      cluster.awaitRegistered(launched);
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** {@code host:port} of its REST API, as {@code --flinkMaster} takes it. */
  public String address() {
    return "127.0.0.1:" + settings.get("rest.port");
  }

  /** Where its page for people is. */
  public URI page() {
    return rest.url();
  }

  /** Asks it, and submits jobs to it. */
  public FlinkRest rest() {
    return rest;
  }

  /** The JobManager, dead or alive. What it knows of jobs is lost with it. */
  public FlinkProcess jobManager() {
    return jobManager;
  }

  /** The TaskManagers that run, the oldest first. */
  public synchronized List<FlinkProcess> taskManagers() {
    return taskManagers.stream().filter(FlinkProcess::isAlive).toList();
  }

  /** Where Prometheus reads the metrics of each process that runs. */
  public List<URI> metricsUrls() {
    return Stream.concat(Stream.of(jobManager), taskManagers().stream())
        .filter(FlinkProcess::isAlive)
        .map(FlinkProcess::metrics)
        .toList();
  }

  /** Where savepoints go unless another folder is asked for. */
  public URI savepoints() {
    return URI.create(settings.get("state.savepoints.dir"));
  }

  /**
   * Starts one more, and waits until it has registered.
   *
   * @throws IOException when it does not come up, and the message has what it said; also when the
   *     cluster is closed
   */
  public FlinkProcess startTaskManager() throws IOException {
    FlinkProcess taskManager = launchTaskManager();
    awaitRegistered(List.of(taskManager));
    return taskManager;
  }

  /**
   * Waits until Flink knows of those TaskManagers that run, and of no other: it has noticed then
   * that one was killed.
   *
   * @throws IOException when it does not in time
   */
  public void awaitNoticed(Duration atMost) throws IOException {
    Patience.until(
        "Flink knows just the TaskManagers that run",
        atMost,
        () -> {
          Set<String> alive = new HashSet<>();
          taskManagers().forEach(taskManager -> alive.add(taskManager.name()));
          return rest.taskManagers().equals(alive);
        });
  }

  /**
   * Starts another JobManager in place of the one that was killed, and waits until it knows the
   * TaskManagers again. It knows of jobs what high availability has kept, if the settings have it.
   *
   * @throws IOException when it does not come up
   */
  public FlinkProcess startJobManagerAgain() throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("the cluster is closed");
      }
      jobManager = launchJobManager("jobmanager-again");
    }
    awaitRegistered(taskManagers());
    return jobManager;
  }

  private FlinkProcess launchTaskManager() throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("the cluster is closed");
      }
      started++;
      String name = "taskmanager-" + started;
      FlinkProcess taskManager =
          launch(
              name,
              TASK_MANAGER,
              List.of(),
              options.memory().jvmOptions(),
              List.of("-Dtaskmanager.resource-id=" + name));
      taskManagers.add(taskManager);
      return taskManager;
    }
  }

  private FlinkProcess launch(
      String name,
      String mainClass,
      List<String> moreClassPath,
      List<String> jvmOptions,
      List<String> ownArguments)
      throws IOException {
    int metricsPort = LoopbackPorts.free(1).get(0);
    List<String> jvm = new ArrayList<>(FlinkDistribution.jvmOptions());
    jvm.addAll(jvmOptions);
    jvm.add("-Dlog.file=" + folder.log(name));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--configDir", folder.conf().toString()));
    arguments.add("-Dmetrics.reporter.prometheus.port=" + metricsPort);
    arguments.addAll(ownArguments);
    List<String> classPath = new ArrayList<>(List.of(FlinkDistribution.classPath()));
    classPath.addAll(moreClassPath);
    JavaProgram program =
        new JavaProgram(
            mainClass,
            String.join(File.pathSeparator, classPath),
            jvm,
            arguments,
            options.environment());
    return new FlinkProcess(
        name,
        ChildProcess.start(program, folder.out(name)),
        URI.create("http://127.0.0.1:" + metricsPort + "/metrics"),
        folder.log(name));
  }

  private void awaitRegistered(List<FlinkProcess> launched) throws IOException {
    List<String> names = launched.stream().map(FlinkProcess::name).toList();
    Patience.until(
        "the JobManager answers and knows " + names,
        START,
        () -> {
          assertAlive(jobManager);
          for (FlinkProcess process : launched) {
            assertAlive(process);
          }
          try {
            return rest.taskManagers().containsAll(names);
          } catch (IOException e) {
            // It does not listen yet, or has no leader yet.
            return false;
          }
        });
  }

  private static void assertAlive(FlinkProcess process) throws IOException {
    if (!process.isAlive()) {
      throw new IOException(process + " has ended; it said " + process.lastWords());
    }
  }

  /** Ends all of its processes at once; what they wrote stays in the folder. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (FlinkProcess taskManager : taskManagers) {
      taskManager.kill();
    }
    jobManager.kill();
  }
}
