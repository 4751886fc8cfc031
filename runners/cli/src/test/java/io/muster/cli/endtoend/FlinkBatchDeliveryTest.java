package io.muster.cli.endtoend;

/**
 * On embedded Flink's batch mode. It keeps the whole contract; only the run folder is filled at the
 * end there, since Flink hands a batch's lines on when all are there (docs/testing.md).
 */
final class FlinkBatchDeliveryTest extends DeliveryContract {

  @Override
  Engine engine() {
    return Engine.FLINK_BATCH;
  }
}
