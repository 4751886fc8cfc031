package io.muster.flink.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.TreeMap;

/** Flink's settings for all processes of a cluster. */
final class ClusterSettings {

  private static final String LOOPBACK = "127.0.0.1";

  private final TreeMap<String, String> settings = new TreeMap<>();

  ClusterSettings(ClusterOptions options, ClusterFolder folder, int rpcPort, int restPort) {
    addresses(rpcPort, restPort);
    folders(folder);
    taskManagers(options);
    state();
    failures();
    settings.put("metrics.reporters", "prometheus");
    settings.put(
        "metrics.reporter.prometheus.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    // The default, spelled out: a job finds its own libraries, whatever Flink has.
    settings.put("classloader.resolve-order", "child-first");
    settings.putAll(options.settings());
  }

  private void addresses(int rpcPort, int restPort) {
    settings.put("jobmanager.rpc.address", LOOPBACK);
    settings.put("jobmanager.rpc.port", String.valueOf(rpcPort));
    settings.put("jobmanager.bind-host", LOOPBACK);
    settings.put("rest.address", LOOPBACK);
    settings.put("rest.bind-address", LOOPBACK);
    settings.put("rest.port", String.valueOf(restPort));
    settings.put("taskmanager.host", LOOPBACK);
    settings.put("taskmanager.bind-host", LOOPBACK);
  }

  private void folders(ClusterFolder folder) {
    settings.put("io.tmp.dirs", folder.tmp().toString());
    settings.put("web.tmpdir", folder.web().toString());
    settings.put("web.upload.dir", folder.web().toString());
    settings.put("state.checkpoints.dir", folder.checkpoints().toString());
    settings.put("state.savepoints.dir", folder.savepoints().toString());
  }

  private void taskManagers(ClusterOptions options) {
    settings.putAll(options.memory().settings());
    settings.put("taskmanager.numberOfTaskSlots", String.valueOf(options.slots()));
    settings.put("taskmanager.cpu.cores", String.valueOf(options.slots()));
    // A small job, too, is to have something on each of them: one that is killed must be missed.
    settings.put("taskmanager.load-balance.mode", "SLOTS");
  }

  private void state() {
    // Not the heap: state that grows must not end the process, and an increment is what a
    // checkpoint of much state costs.
    settings.put("state.backend.type", "rocksdb");
    settings.put("state.backend.incremental", "true");
  }

  private void failures() {
    // A process that is killed closes its connections, and two heartbeats that find them closed are
    // enough to give it up: about two seconds. One that only hangs is given up after ten, which is
    // long enough for a pause of a busy machine of two cores (Flink's own 50 are for networks).
    settings.put("heartbeat.interval", "1000");
    settings.put("heartbeat.rpc-failure-threshold", "2");
    settings.put("heartbeat.timeout", "10000");
    // For ever: a job that runs for months outlives any number of crashes. At once after the first,
    // slower when it fails again and again, so that a job with a fault fills no log.
    settings.put("restart-strategy.type", "exponential-delay");
    settings.put("restart-strategy.exponential-delay.initial-backoff", "500 ms");
    settings.put("restart-strategy.exponential-delay.max-backoff", "10 s");
    settings.put("restart-strategy.exponential-delay.backoff-multiplier", "1.5");
    settings.put("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min");
    settings.put("restart-strategy.exponential-delay.jitter-factor", "0.1");
    settings.put(
        "restart-strategy.exponential-delay.attempts-before-reset-backoff",
        String.valueOf(Integer.MAX_VALUE));
  }

  /**
   * The value of one that is always there.
   *
   * @throws IllegalArgumentException when it isn't
   */
  String get(String key) {
    String value = settings.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the cluster sets no " + key);
    }
    return value;
  }

  /** As Flink reads it from {@code config.yaml}. */
  String yaml() {
    ObjectMapper json = new ObjectMapper();
    StringBuilder yaml = new StringBuilder();
    settings.forEach(
        (key, value) -> {
          try {
            // A string of JSON is one of YAML too.
            yaml.append(key).append(": ").append(json.writeValueAsString(value)).append('\n');
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string that JSON cannot hold", e);
          }
        });
    return yaml.toString();
  }
}
