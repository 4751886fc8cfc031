package io.muster.pipelines.kafka;

import io.muster.workspace.Secrets;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Sets up a cluster's clients where the work is done. Travels with the job, and holds the path of
 * the file with the settings, never what is in it.
 */
final class ClientSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int PATIENCE_MILLIS = 20_000;

  private final KafkaCluster cluster;
  private final Secrets secrets;

  ClientSettings(KafkaCluster cluster, Secrets secrets) {
    this.cluster = cluster;
    this.secrets = secrets;
  }

  KafkaCluster cluster() {
    return cluster;
  }

  /**
   * A client with the file's settings.
   *
   * @param defaults settings that the file may change
   * @param ours settings that win over the file's
   * @param client makes it
   * @throws KafkaConfigException when it can't be made
   */
  <C> C open(
      Map<String, Object> defaults,
      Map<String, Object> ours,
      Function<Map<String, Object>, C> client) {
    Map<String, Object> settings = new HashMap<>(defaults);
    cluster
        .config()
        .map(file -> new ClientConfigFile(Path.of(file), secrets).read())
        .ifPresent(settings::putAll);
    settings.putAll(ours);
    try {
      return client.apply(settings);
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  /**
   * An administrator's client, which waits 20 s at most for an answer.
   *
   * @throws KafkaConfigException when it can't be made
   */
  Admin openAdmin() {
    return open(
        Map.of(),
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            cluster.brokers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            PATIENCE_MILLIS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            PATIENCE_MILLIS),
        Admin::create);
  }

  /** Kafka's words repeat values, so only the kind of the fault is told. */
  private KafkaConfigException refused(KafkaException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new KafkaConfigException(
        "Kafka's client refuses %s (%s): check it with Kafka's own tools, which take the same file"
            .formatted(
                cluster
                    .config()
                    .map(file -> "the settings of --kafka-config " + file)
                    .orElse("--kafka-brokers " + cluster.brokers()),
                root.getClass().getSimpleName()));
  }

  /** Brokers that can't be asked, or refuse to answer. */
  KafkaConfigException unreachable(Throwable e) {
    return new KafkaConfigException(
        "--kafka-brokers %s: they do not answer as they should (%s); check the addresses, and with --kafka-config what they ask of a client"
            .formatted(cluster.brokers(), e.getClass().getSimpleName()));
  }
}
