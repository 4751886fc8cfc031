package io.muster.cli.endtoend;

/** On DirectRunner. */
final class DirectRunnerDeliveryTest extends DeliveryContract {

  @Override
  Engine engine() {
    return Engine.DIRECT;
  }
}
