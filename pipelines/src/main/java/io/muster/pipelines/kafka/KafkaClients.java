package io.muster.pipelines.kafka;

import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.workspace.Secrets;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Opens consumers of an input where the work is done. */
public final class KafkaClients
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final KafkaInput input;
  private final ClientSettings settings;

  public KafkaClients(KafkaInput input, Secrets secrets) {
    this.input = input;
    this.settings = new ClientSettings(input.cluster(), secrets);
  }

  KafkaInput input() {
    return input;
  }

  ClientSettings settings() {
    return settings;
  }

  /**
   * What may be seen in the job graph.
   *
   * @return no secrets
   */
  Map<String, Object> visible() {
    Map<String, Object> ours = new HashMap<>();
    ours.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, input.cluster().brokers());
    ours.put(ConsumerConfig.GROUP_ID_CONFIG, input.group());
    // Also of a run that began at the latest: where Kafka has deleted what comes next, the rest
    // is to be read. Where a run begins is ByteConsumer's to say.
    ours.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    ours.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A topic that is misspelt must not come into being.
    ours.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return ours;
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
    return settings.open(Map.of(), visible, all -> new ByteConsumer(all, from));
  }
}
