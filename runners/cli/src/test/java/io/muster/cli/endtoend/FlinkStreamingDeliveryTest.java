package io.muster.cli.endtoend;

/** On embedded Flink, as {@code --runner flink} starts it. */
final class FlinkStreamingDeliveryTest extends DeliveryContract {

  @Override
  Engine engine() {
    return Engine.FLINK;
  }
}
