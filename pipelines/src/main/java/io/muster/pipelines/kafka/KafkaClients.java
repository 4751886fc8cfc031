package io.muster.pipelines.kafka;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.workspace.Secrets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Opens consumers where the work is done. Travels with the job, and holds the path of the file with
 * the settings, never what is in it.
 */
public final class KafkaClients
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final KafkaInput input;
  private final Secrets secrets;

  public KafkaClients(KafkaInput input, Secrets secrets) {
    this.input = input;
    this.secrets = secrets;
  }

  KafkaInput input() {
    return input;
  }

  /**
   * What may be seen in the job graph.
   *
   * @return no secrets
   */
  Map<String, Object> visible() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, input.brokers());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, input.group());
    settings.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        input.from() == StartFrom.LATEST ? "latest" : "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A topic that is misspelt must not come into being.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  /**
   * A consumer with the file's settings.
   *
   * @param visible the settings that are no secrets, which win
   * @throws KafkaConfigException when it can't be made
   */
  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> visible) {
    return open(visible, input.from());
  }

  /** A consumer that begins behind what the group has committed. */
  Consumer<byte[], byte[]> open() {
    return open(visible(), StartFrom.COMMITTED);
  }

  private Consumer<byte[], byte[]> open(Map<String, Object> visible, StartFrom from) {
    Map<String, Object> settings = new HashMap<>();
    input
        .config()
        .map(file -> new ClientConfigFile(Path.of(file), secrets).read())
        .ifPresent(settings::putAll);
    settings.putAll(visible);
    try {
      return new ByteConsumer(settings, from);
    } catch (KafkaException e) {
      throw refused(e);
    }
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
                input
                    .config()
                    .map(file -> "the settings of --kafka-config " + file)
                    .orElse("--kafka-brokers " + input.brokers()),
                root.getClass().getSimpleName()));
  }
}
