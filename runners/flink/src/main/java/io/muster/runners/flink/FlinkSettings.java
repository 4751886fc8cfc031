package io.muster.runners.flink;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RefusedOptionException;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * What a job is told by way of Flink's configuration. The user's option comes first, then the
 * configuration of the side that submits, then the cluster's, then {@link AlwaysOn Muster's}.
 */
final class FlinkSettings {

  private static final String CHECKPOINTS = "state.checkpoints.dir";
  private static final String BACKEND = "state.backend.type";
  private static final String ROCKSDB = "rocksdb";
  private static final String PARALLELISM = "parallelism.default";

  /** Keys that Flink still takes for the others. */
  private static final Map<String, String> OLD_KEYS =
      Map.of(BACKEND, "state.backend", CHECKPOINTS, "state.backend.fs.checkpointdir");

  private FlinkSettings() {}

  /**
   * Embedded Flink does not look at Beam's savepoint, but at its own configuration. Checkpoints
   * that nobody has given a place go to the run folder: in memory, where Flink would keep them,
   * they may be of some megabytes only.
   */
  static void forEmbedded(FlinkPipelineOptions options) throws RunException {
    Map<String, String> known = ConfigurationFolder.of(options.getFlinkConfDir()).read().toMap();
    Map<String, String> settings = stateBackend(options);
    boolean checkpoints =
        options.getCheckpointingInterval() > 0
            || known.containsKey("execution.checkpointing.interval");
    if (checkpoints && !knows(known, CHECKPOINTS) && !settings.containsKey(CHECKPOINTS)) {
      settings.put(CHECKPOINTS, EmbeddedCheckpoints.of(options).uri());
    }
    int connections = options.as(RunLabels.class).getMusterConnections();
    addForRocksDb(EmbeddedRocksDb.settings(connections, known), known, settings);
    String path = options.getSavepointPath();
    if (path != null) {
      settings.put("execution.savepoint.path", path);
      settings.put(
          "execution.savepoint.ignore-unclaimed-state",
          String.valueOf(options.getAllowNonRestoredState()));
    }
    add(settings, options);
  }

  /** Where the checkpoints go of a job with these options, if that is said. */
  static Optional<String> checkpoints(FlinkPipelineOptions options) {
    return Optional.ofNullable(
        ConfigurationFolder.of(options.getFlinkConfDir()).read().toMap().get(CHECKPOINTS));
  }

  /**
   * Asks the cluster what it is, and settles what depends on it.
   *
   * @throws RunException when it does not answer, or is of another Flink
   */
  static void forCluster(FlinkPipelineOptions options, FlinkCluster cluster, RunListener listener)
      throws RunException {
    requireSameMinor(cluster);
    Map<String, String> known = new TreeMap<>(cluster.settings());
    known.putAll(ConfigurationFolder.of(options.getFlinkConfDir()).read().toMap());
    if (options.getParallelism() < 1) {
      options.setParallelism(Integer.valueOf(known.getOrDefault(PARALLELISM, "1")));
      requireRoom(options);
    }
    sayWhatItWaitsFor(options, cluster, listener);
    Map<String, String> settings = stateBackend(options);
    if (Boolean.TRUE.equals(options.as(RunLabels.class).getMusterAlwaysOn())) {
      addUnknown(AlwaysOn.FLINK, known, settings);
      if (!knows(known, CHECKPOINTS) && !settings.containsKey(CHECKPOINTS)) {
        listener.notice(
            "the cluster has no %s: checkpoints stay in the JobManager's memory, of small states"
                    .formatted(CHECKPOINTS)
                + " only, and go with it; set it there, or give --stateBackendStoragePath=URI");
      }
    }
    addForRocksDb(Map.of(), known, settings);
    add(settings, options);
  }

  private static void requireRoom(FlinkPipelineOptions options) throws RunException {
    try {
      OptionChecks.refuseTooManyParts(options);
    } catch (RefusedOptionException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** Not refused: a cluster may make slots when they are wanted, and others' jobs end. */
  private static void sayWhatItWaitsFor(
      FlinkPipelineOptions options, FlinkCluster cluster, RunListener listener)
      throws RunException {
    int free = cluster.freeSlots();
    int wanted = options.getParallelism();
    if (free < wanted) {
      listener.notice(
          "the cluster has %d free slots, and the job takes %d: it waits until there are as many; add TaskManagers, or lower --parallelism"
              .formatted(free, wanted));
    }
  }

  /**
   * Adds what state in RocksDB needs, where it is there.
   *
   * @param first what goes before that which every such state needs
   */
  private static void addForRocksDb(
      Map<String, String> first, Map<String, String> known, Map<String, String> settings) {
    String backend =
        settings.getOrDefault(
            BACKEND, known.getOrDefault(BACKEND, known.get(OLD_KEYS.get(BACKEND))));
    if (ROCKSDB.equals(backend)) {
      addUnknown(first, known, settings);
      addUnknown(AlwaysOn.ROCKSDB, known, settings);
    }
  }

  private static void addUnknown(
      Map<String, String> defaults, Map<String, String> known, Map<String, String> settings) {
    defaults.forEach(
        (key, value) -> {
          if (!knows(known, key)) {
            settings.putIfAbsent(key, value);
          }
        });
  }

  private static boolean knows(Map<String, String> settings, String key) {
    return settings.containsKey(key)
        || Optional.ofNullable(OLD_KEYS.get(key)).filter(settings::containsKey).isPresent();
  }

  private static void requireSameMinor(FlinkCluster cluster) throws RunException {
    String theirs = cluster.version();
    String ours = EnvironmentInformation.getVersion();
    if (!minor(theirs).equals(minor(ours))) {
      throw new RunException(
          ExitCode.USAGE,
          "the cluster at %s is Flink %s, and this Muster is for Flink %s: name another cluster"
              .formatted(cluster.address(), theirs, minor(ours)));
    }
  }

  private static String minor(String version) {
    return version.replaceFirst("^([0-9]+\\.[0-9]+).*", "$1");
  }

  /**
   * Beam's options, as Flink's settings: Beam would make the backend here, with classes that only a
   * cluster has, and would want both options or none.
   */
  private static Map<String, String> stateBackend(FlinkPipelineOptions options) {
    Map<String, String> settings = new TreeMap<>();
    if (options.getStateBackend() != null) {
      settings.put(
          BACKEND,
          options.getStateBackend().equalsIgnoreCase("filesystem")
              ? "hashmap"
              : shortName(options.getStateBackend()));
      options.setStateBackend(null);
    }
    if (options.getStateBackendStoragePath() != null) {
      settings.put(CHECKPOINTS, options.getStateBackendStoragePath());
      options.setStateBackendStoragePath(null);
    }
    return settings;
  }

  /** Letters count in the name of a class only. */
  private static String shortName(String backend) {
    return backend.contains(".") ? backend : backend.toLowerCase(Locale.ROOT);
  }

  private static void add(Map<String, String> settings, FlinkPipelineOptions options)
      throws RunException {
    if (settings.isEmpty()) {
      return;
    }
    try {
      options.setFlinkConfDir(
          ConfigurationFolder.of(options.getFlinkConfDir())
              .with(settings)
              .path()
              .orElseThrow()
              .toString());
    } catch (IOException e) {
      throw new RunException(
          ExitCode.FAILED,
          "Flink's configuration could not be copied to the temporary folder (%s)"
              .formatted(e.getMessage()),
          e);
    }
  }
}
