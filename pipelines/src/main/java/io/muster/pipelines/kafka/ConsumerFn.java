package io.muster.pipelines.kafka;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * A step that has a consumer of its own, open as long as it lives.
 *
 * @param <I> what it takes
 * @param <O> what it gives
 */
abstract class ConsumerFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1L;

  private final KafkaClients clients;
  private transient Consumer<byte[], byte[]> consumer;

  ConsumerFn(KafkaClients clients) {
    this.clients = clients;
  }

  @Setup
  public void setup() {
    consumer = clients.open();
  }

  @Teardown
  public void teardown() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }

  final Consumer<byte[], byte[]> consumer() {
    return consumer;
  }
}
